import { z } from "zod";
import { blueprintSchema, idSchema } from "./blueprint.ts";
import { briefSchema } from "./brief.ts";

/** A blueprint with its parameters bound for this app. */
const featureSchema = z
  .object({
    id: idSchema,
    title: z.string(),
    /** Why it is in the plan: wanted by the request, required by another feature, or part of every app. */
    source: z.enum(["request", "required", "base"]),
    /** Whether its files come from the catalog, or are written for this app from a designed blueprint. */
    origin: z.enum(["catalog", "designed"]).default("catalog"),
    requires: z.array(idSchema).readonly(),
    /** 1-based number of the phase that builds it. */
    phase: z.number().int().positive(),
    /** Bound values, defaults included. */
    parameters: z.record(z.string(), z.union([z.number().int(), z.string()])),
    /** Canonical noun -> the app's noun: this feature's own and those of the features it requires. */
    nouns: z.record(z.string(), z.string()),
    /** The blueprint with `${...}` replaced and nouns renamed. */
    blueprint: blueprintSchema,
  })
  .readonly();
export type Feature = z.infer<typeof featureSchema>;

const modelCostSchema = z
  .object({
    calls: z.number().int().nonnegative(),
    inputTokens: z.number().int().nonnegative(),
    outputTokens: z.number().int().nonnegative(),
    /** Dollars; null when a price is not known. */
    usd: z.number().nonnegative().nullable(),
  })
  .readonly();
/** What models are asked for, expected or real. */
export type ModelCost = z.infer<typeof modelCostSchema>;

const phaseSchema = z
  .object({
    number: z.number().int().positive(),
    title: z.string(),
    features: z.array(idSchema).readonly(),
    /** Names of the entities that this phase adds. */
    entities: z.array(z.string()).readonly(),
    /** How many files of the app are new, at most 20; `.megamind/` is not counted. */
    files: z.number().int().nonnegative(),
    /** What models are expected to be asked for its designed features; absent when none is asked. */
    estimate: modelCostSchema.optional(),
  })
  .readonly();
export type Phase = z.infer<typeof phaseSchema>;

/** Most new files a phase may add: a reviewer reads that in one sitting. */
export const MAX_NEW_FILES_PER_PHASE = 20;

/** New in the first phase with a table or bucket, and rewritten in later ones: `docs/access.md` and its tests for pgTAP. */
export const ACCESS_FILES = 2;

export const planSchema = z
  .object({
    brief: briefSchema,
    /** In build order. */
    features: z.array(featureSchema).readonly(),
    graph: z
      .object({
        nodes: z.array(idSchema).readonly(),
        /** `to` needs `from` (requires) or comes after it (runsAfter). */
        edges: z
          .array(
            z
              .object({ from: idSchema, to: idSchema, kind: z.enum(["requires", "runsAfter"]) })
              .readonly(),
          )
          .readonly(),
      })
      .readonly(),
    phases: z.array(phaseSchema).readonly(),
    entities: z
      .array(
        z
          .object({
            name: z.string(),
            table: z.string(),
            feature: idSchema,
            /** Names of the entities it refers to. */
            references: z.array(z.string()).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    totals: z
      .object({
        features: z.number().int(),
        phases: z.number().int(),
        files: z.number().int(),
        entities: z.number().int(),
      })
      .readonly(),
  })
  .readonly();
export type Plan = z.infer<typeof planSchema>;
export type FeatureGraph = Plan["graph"];
