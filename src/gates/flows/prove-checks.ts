import { counted } from "../../core/counted.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { AcceptanceCheck } from "../../spec/acceptance.ts";
import { checkText } from "../../spec/acceptance.ts";
import type { GateId } from "../../spec/gate-report.ts";
import type { Feature } from "../../spec/plan.ts";

export interface Proofs {
  /** Titles of the steps that passed. */
  readonly passed: readonly string[];
  /** Titles of the steps that did not, and of those that were not reached. */
  readonly failed: readonly string[];
  /** Whether a file of the app has a test of this name. */
  hasTest(file: string, name: string): boolean;
}

/** By what a check is proven, or why it is not. */
type Verdict =
  | { readonly kind: "flows" | "tests" }
  | { readonly kind: "gate"; readonly gate: GateId }
  /** A step that shows it did not pass: that is a finding of its own. */
  | { readonly kind: "failed" }
  | { readonly kind: "missing"; readonly what: string }
  | { readonly kind: "unnamed" };

export interface CheckedFeature {
  readonly feature: Feature;
  readonly check: AcceptanceCheck;
  readonly verdict: Verdict;
}

/** By what each acceptance check of the features is proven. Only what all its proofs show is. */
export function proveChecks(
  features: readonly Feature[],
  proofs: Proofs,
): readonly CheckedFeature[] {
  const ids = new Set(features.map(({ id }) => id));
  const applies = (check: AcceptanceCheck) =>
    typeof check === "string" || (check.with ?? []).every((id) => ids.has(id));
  return features.flatMap((feature) =>
    feature.blueprint.acceptance
      .filter(applies)
      .map((check) => ({ feature, check, verdict: verdictOn(check, proofs) })),
  );
}

function verdictOn(check: AcceptanceCheck, { passed, failed, hasTest }: Proofs): Verdict {
  if (typeof check === "string") return { kind: "unnamed" };
  const { flows = [], tests = [], gates = [] } = check;
  for (const words of flows) {
    if (failed.some((title) => title.includes(words))) return { kind: "failed" };
    if (!passed.some((title) => title.includes(words)))
      return { kind: "missing", what: `no step of the journey has "${words}" in its title` };
  }
  for (const { file, name } of tests) {
    if (!hasTest(file, name)) return { kind: "missing", what: `${file} has no test "${name}"` };
  }
  const [gate] = gates;
  if (flows.length > 0) return { kind: "flows" };
  if (tests.length > 0) return { kind: "tests" };
  return gate === undefined ? { kind: "unnamed" } : { kind: "gate", gate };
}

/** Checks that nothing proves. What the catalog promises must be there; what a model promised is remarked. */
export function unprovenFindings(checked: readonly CheckedFeature[]): readonly Diagnostic[] {
  return checked.flatMap(({ feature, check, verdict }) => {
    const about = `${feature.title}: "${checkText(check)}"`;
    const severity = feature.origin === "catalog" ? "error" : "warning";
    if (verdict.kind === "missing") {
      return [
        diagnostic({
          code: "flows-missing-proof",
          severity,
          name: feature.id,
          message: `${about} is not proven: ${verdict.what}.`,
          fix: "Bring the step or the test back.",
        }),
      ];
    }
    if (verdict.kind !== "unnamed") return [];
    const message = `${about} names nothing that proves it.`;
    return [diagnostic({ code: "flows-unproven", severity, name: feature.id, message })];
  });
}

/** "21 steps, 14 of 16 acceptance checks proven" */
export function proofSummary(steps: number, checked: readonly CheckedFeature[]): string {
  const proven = checked.filter(({ verdict }) => wayOf(verdict) !== null).length;
  const total = counted(checked.length, "acceptance check");
  const share = proven === checked.length ? total : `${proven} of ${total}`;
  const told = checked.length === 0 ? [] : [`${share} proven`];
  return [counted(steps, "step"), ...told].join(", ");
}

/** What proves how many of them, as a remark; none when nothing is proven. */
export function proofWays(checked: readonly CheckedFeature[]): readonly Diagnostic[] {
  const ways = checked.flatMap(({ verdict }) => wayOf(verdict) ?? []);
  if (ways.length === 0) return [];
  const counts = [...Map.groupBy(ways.toSorted(), (way) => way)].map(
    ([way, all]) => `${all.length} by ${way}`,
  );
  const message = `Acceptance checks are proven: ${counts.join(", ")}.`;
  return [diagnostic({ code: "flows-proofs", severity: "info", message })];
}

function wayOf(verdict: Verdict): string | null {
  if (verdict.kind === "flows") return "flows";
  if (verdict.kind === "tests") return "unit tests";
  return verdict.kind === "gate" ? `the ${verdict.gate} gate` : null;
}
