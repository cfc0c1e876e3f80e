import { createHash } from "node:crypto";
import { compareText } from "../../core/compare-text.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { GateReport } from "../../spec/gate-report.ts";

/** What one judge says of a version of the files. */
interface Opinion {
  /** Id of a gate, or "compiler". */
  readonly judge: string;
  /** `unknown`: it did not look, or could not. */
  readonly state: "passed" | "failed" | "unknown";
  /** Keys of what it found, in order, as often as it found it; at least one when it failed. */
  readonly failures: readonly string[];
}

/** What all judges say of one version of the files. */
export interface Judgement {
  readonly opinions: readonly Opinion[];
  /** Whether the version is good enough to be kept. */
  readonly isGreen: boolean;
}

/** Most characters of a message that tell failures apart. */
const longestMessage = 300;

/** Names a failure without what varies from run to run or moves with a line: lines, numbers and quoted values. */
export function failureKey({ code, message, subject }: Diagnostic): string {
  return [code, subject.file ?? subject.name ?? "", plainMessage(message)].join("|");
}

/** A message without numbers and quoted values, on one line. */
export function plainMessage(message: string): string {
  return message
    .replace(/"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g, "…")
    .replace(/\d+(?:\.\d+)?/g, "0")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longestMessage);
}

/** What gates say. Only errors count; a gate that failed without any counts as one. */
export function judgementOf(reports: readonly GateReport[], isGreen: boolean): Judgement {
  return {
    isGreen,
    opinions: reports.map(({ gate, outcome, diagnostics }): Opinion => {
      if (outcome === "passed") return { judge: gate, state: "passed", failures: [] };
      if (outcome !== "failed") return { judge: gate, state: "unknown", failures: [] };
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      const keys = errors.map((found) => `${gate}|${failureKey(found)}`);
      const failures = keys.length === 0 ? [`${gate}|failed`] : keys.toSorted(compareText);
      return { judge: gate, state: "failed", failures };
    }),
  };
}

/** How many errors there are. */
export function errorsOf({ opinions }: Judgement): number {
  return opinions.reduce((sum, { failures }) => sum + failures.length, 0);
}

/** Equal for versions of which the same things are said. Hexadecimal. */
export function signatureOf(failures: readonly string[]): string {
  return createHash("sha256").update(failures.toSorted(compareText).join("\n")).digest("hex");
}

/**
 * Whether a version is better than another one: what was judged before is judged again, nothing that had passed fails
 * now, and there are fewer errors; or as many, and a judge looks now that could not look before. A judge that looks
 * for the first time may find what it likes: that was there before, and nobody saw it.
 */
export function compareJudgements(
  before: Judgement,
  after: Judgement,
): "better" | "same" | "worse" {
  if (after.isGreen) return before.isGreen ? "same" : "better";
  const now = new Map(after.opinions.map((opinion) => [opinion.judge, opinion]));
  const judged = before.opinions.filter(({ state }) => state !== "unknown");
  let [was, is] = [0, 0];
  for (const { judge, state, failures } of judged) {
    const next = now.get(judge);
    if (next === undefined || next.state === "unknown") return "worse";
    if (state === "passed" && next.state === "failed") return "worse";
    was += failures.length;
    is += next.failures.length;
  }
  if (is !== was) return is < was ? "better" : "worse";
  const looking = after.opinions.filter(({ state }) => state !== "unknown").length;
  return looking > judged.length ? "better" : "same";
}
