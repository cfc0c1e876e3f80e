import { z } from "zod";
import { diagnosticSchema } from "../core/diagnostic.ts";

/** In the order in which reports are shown. */
export const gateIds = [
  "migrations",
  "access",
  "types",
  "lint",
  "tests",
  "build",
  "smoke",
] as const;
export const gateIdSchema = z.enum(gateIds);
export type GateId = z.infer<typeof gateIdSchema>;

/**
 * `unavailable`: the gate's tool is missing or did not answer; never a pass.
 * `skipped`: a gate it builds on did not pass; named in its diagnostics.
 */
export const gateOutcomeSchema = z.enum(["passed", "failed", "unavailable", "skipped"]);
export type GateOutcome = z.infer<typeof gateOutcomeSchema>;

export const gateReportSchema = z
  .object({
    gate: gateIdSchema,
    outcome: gateOutcomeSchema,
    /** What was looked at, for people: "8 tables, 43 policies, 412 cells". */
    summary: z.string(),
    diagnostics: z.array(diagnosticSchema).readonly(),
    durationMs: z.number().nonnegative(),
  })
  .readonly();
export type GateReport = z.infer<typeof gateReportSchema>;
