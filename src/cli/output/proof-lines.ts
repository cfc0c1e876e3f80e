import { hasErrors } from "../../core/diagnostic.ts";
import type { SchemaProof } from "../../pipeline/prove-schema.ts";
import { formatDuration } from "./format-duration.ts";
import { paint } from "./paint.ts";

/** What was tried and what came of it, in a few lines. */
export function proofLines(proof: SchemaProof): readonly string[] {
  const { cells, actors, cellsMs, mutants, mutantsMs } = proof;
  const count = (wanted: string): number =>
    mutants.filter(({ verdict }) => verdict === wanted).length;
  const differing = findingsOf(proof, "access/policy-differs");
  const survivors = findingsOf(proof, "access/missing-row-class");
  const wrong =
    proof.diagnostics.filter(({ severity }) => severity === "error").length - differing - survivors;
  const seconds = `in ${formatDuration(cellsMs)}`;
  const verdict = hasErrors(proof.diagnostics) ? paint.red("Not proven") : paint.green("Proven");
  return [
    `${verdict}  ${proof.title}: ${proof.tables} tables, ${proof.buckets} buckets`,
    `  cells    ${cells} tried by ${actors} actors ${seconds}, ${wrong === 0 ? "all right" : `${wrong} wrong`}`,
    `  rules    ${proof.truth.compared} compared with the policies by ${proof.truth.assignments} truth values, ` +
      (differing === 0 ? "all equal" : `${differing} differ`),
    ...(mutants.length === 0
      ? []
      : [
          `  mutants  ${mutants.length} made: ${count("killed")} killed, ${count("equivalent")} equivalent, ` +
            `${count("survived")} survived, in ${formatDuration(mutantsMs)}`,
        ]),
  ];
}

function findingsOf({ diagnostics }: SchemaProof, wanted: string): number {
  return diagnostics.filter(({ code }) => code === wanted).length;
}
