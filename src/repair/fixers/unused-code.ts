import type { ImportDeclaration } from "oxc-parser";
import type { Finding } from "../finding.ts";
import { editFile, none, type Fixer, type FixerAnswer, type FixerContext } from "../fixer.ts";
import { importAround, importParts, rewriteImport } from "../import-edits.ts";
import { unusedDeclaration } from "./unused-declaration.ts";

/** Imports, variables and parameters that nobody uses. Functions are somebody's work: they are reported. */
export const unusedCode: Fixer = {
  name: "unused-code",
  codes: ["TS6133", "TS6192", "TS6196", "TS6198", "TS6199", "TS6205"],
  stage: "unused",
  propose: (finding, { source }) => {
    const node = importAround(source, finding);
    return node === null
      ? unusedDeclaration(finding, source)
      : unusedImport(finding, { source, node });
  },
};

function unusedImport(
  finding: Finding,
  { source, node }: { source: FixerContext["source"]; node: ImportDeclaration },
): FixerAnswer {
  const parts = importParts(source, node);
  const name = /^'([^']+)' is declared/.exec(finding.message)?.[1];
  if (finding.code === "TS6192" || name === undefined || node.specifiers.length === 1) {
    return editFile(
      source,
      rewriteImport(source, node, { ...parts, defaultName: null, namespace: null, named: [] }),
    );
  }
  const isOther = (other: string | null) => (other === name ? null : other);
  const named = node.specifiers
    .filter(({ type, local }) => type === "ImportSpecifier" && local.name !== name)
    .map(({ start, end }) => source.text.slice(start, end));
  const defaultName = isOther(parts.defaultName);
  const namespace = isOther(parts.namespace);
  if (
    named.length + Number(defaultName !== null) + Number(namespace !== null) ===
    node.specifiers.length
  ) {
    return none(`the import does not take ${name}`);
  }
  return editFile(source, rewriteImport(source, node, { ...parts, defaultName, namespace, named }));
}
