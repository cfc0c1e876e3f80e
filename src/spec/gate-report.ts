import { z } from "zod";
import type { Diagnostic } from "../core/diagnostic.ts";

/** In the order in which reports are shown. */
export const gateIds = [
  "migrations",
  "access",
  "contracts",
  "types",
  "lint",
  "dead-code",
  "packages",
  "secrets",
  "tests",
  "build",
  "smoke",
  "flows",
] as const;
export const gateIdSchema = z.enum(gateIds);
export type GateId = z.infer<typeof gateIdSchema>;

/**
 * `unavailable`: the gate's tool is missing or did not answer; never a pass.
 * `skipped`: a gate it builds on did not pass; named in its diagnostics.
 */
export type GateOutcome = "passed" | "failed" | "unavailable" | "skipped";

export interface GateReport {
  readonly gate: GateId;
  readonly outcome: GateOutcome;
  /** What was looked at, for people: "8 tables, 43 policies, 412 cells". */
  readonly summary: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What depends on more than the app, such as the network: never kept in its reports. Absent: nothing. */
  readonly notes?: readonly Diagnostic[];
  readonly durationMs: number;
  /** Absent when all of it ran. Reports in the app's folder do not have it. */
  readonly remembered?: Remembered;
}

/** How much of a gate was not run again, because nothing that decides about it has changed since it passed. */
export interface Remembered {
  /** Test files, routes; 1 for a gate that is remembered as a whole. */
  readonly unchanged: number;
  readonly of: number;
}
