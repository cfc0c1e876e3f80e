import { z } from "zod";
import { gateIdSchema } from "./gate-report.ts";

const testSchema = z
  .strictObject({
    /** The file in the app. */
    file: z.string().min(1),
    /** Words of the test's name. */
    name: z.string().min(1),
  })
  .readonly();

/** What a person can see working, and what shows that it does. */
const provenSchema = z
  .strictObject({
    /** One sentence. */
    check: z.string().min(1),
    /** Features without which it does not apply. Absent: it applies in every app that has the feature. */
    with: z.array(z.string().min(1)).min(1).readonly().optional(),
    /** Words of titles of steps in the browser journey: every step that has them must pass. */
    flows: z.array(z.string().min(1)).min(1).readonly().optional(),
    /** Unit tests. */
    tests: z.array(testSchema).min(1).readonly().optional(),
    /** Gates that prove it by themselves, such as `access` who may read something. */
    gates: z.array(gateIdSchema).min(1).readonly().optional(),
  })
  .readonly();

/** An acceptance check: a sentence alone names nothing that proves it. */
export const acceptanceCheckSchema = z.union([z.string().min(1), provenSchema]);
export type AcceptanceCheck = z.infer<typeof acceptanceCheckSchema>;
export type ProvenCheck = z.infer<typeof provenSchema>;

/** The sentence of a check. */
export function checkText(check: AcceptanceCheck): string {
  return typeof check === "string" ? check : check.check;
}
