import { counted } from "../../core/counted.ts";
import { hasErrors, type Diagnostic } from "../../core/diagnostic.ts";
import type { SchemaProof } from "../../pipeline/prove-schema.ts";
import { diagnosticLines } from "./diagnostic-lines.ts";
import { formatDuration } from "./format-duration.ts";
import { paint } from "./paint.ts";

/** One leak shows in many cells; this many of each kind and table say all that a person needs. */
const shownOfAKind = 3;

/** The findings of a proof, those that repeat themselves shortened. JSON has all of them. */
export function proofFindingLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  const kinds = Map.groupBy(diagnostics, ({ code, subject }) => `${code} ${subject.name ?? ""}`);
  return [...kinds.values()].flatMap((alike) => {
    const shown = alike.slice(0, shownOfAKind).flatMap(diagnosticLines);
    const [first] = alike;
    const more = alike.length - shownOfAKind;
    if (first === undefined || more <= 0) return shown;
    const kind = [first.code, ...(first.subject.name === null ? [] : ["of", first.subject.name])];
    return [...shown, paint.dim(`  ... and ${more} more ${kind.join(" ")}; --json shows all`)];
  });
}

type Shown = Omit<SchemaProof, "server"> & Partial<Pick<SchemaProof, "server">>;

/** What was tried and what came of it, in a few lines. */
export function proofLines(proof: Shown): readonly string[] {
  const { buckets, cells, actors, cellsMs, mutants, mutantsMs, tables, title, truth } = proof;
  const server = proof.server ?? null;
  const where = server === null ? "" : ` on ${server}, and undone`;
  const ofVerdict = (wanted: string): number =>
    mutants.filter(({ verdict }) => verdict === wanted).length;
  const differing = findingsOf(proof, "access/policy-differs");
  const verdict = hasErrors(proof.diagnostics) ? paint.red("Not proven") : paint.green("Proven");
  const size = [
    counted(tables, "table"),
    ...(buckets === 0 ? [] : [counted(buckets, "bucket")]),
  ].join(", ");
  return [
    `${verdict}  ${title}: ${size}${where}`,
    `  cells    ${cells} tried by ${actors} actors in ${formatDuration(cellsMs)}, ${wrongCells(proof)}`,
    `  rules    ${truth.compared} compared with the policies by ${truth.assignments} truth values, ` +
      (differing === 0 ? "all equal" : `${differing} differ`),
    ...(proof.code === null ? [] : [codeLine(proof.code, proof.bodies)]),
    ...(mutants.length === 0
      ? []
      : [
          `  mutants  ${mutants.length} made: ${ofVerdict("killed")} killed, ${ofVerdict("equivalent")} equivalent, ` +
            `${ofVerdict("survived")} survived, in ${formatDuration(mutantsMs)}`,
        ]),
    ...proof.written.map((path) => `  written  ${path}`),
  ];
}

/** How many cells did not do as the rules say, by table. */
function wrongCells({ diagnostics }: Shown): string {
  const others = new Set(["access/policy-differs", "access/missing-row-class"]);
  const wrong = diagnostics.filter(
    ({ severity, code }) => severity === "error" && code.startsWith("access/") && !others.has(code),
  );
  if (wrong.length === 0) return "all right";
  const tables = Map.groupBy(wrong, ({ subject }) => subject.name ?? "fixtures");
  const places = [...tables].map(([name, some]) => `${name} ${some.length}`);
  return `${wrong.length} wrong (${places.join(", ")})`;
}

function findingsOf({ diagnostics }: Shown, wanted: string): number {
  return diagnostics.filter(({ code }) => code === wanted).length;
}

function codeLine(
  { functions, functionsRun, triggers, triggersRun }: NonNullable<SchemaProof["code"]>,
  { dynamic, statements }: SchemaProof["bodies"],
): string {
  const idle = triggers - triggersRun + (functions - functionsRun);
  return (
    `  code     ${triggers} triggers, ${functions} functions: ${idle === 0 ? "all run" : `${idle} did not run`}; ` +
    `${statements} statements inside looked up${dynamic === 0 ? "" : `, ${dynamic} known only when they run`}`
  );
}
