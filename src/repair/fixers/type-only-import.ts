import { editFile, none, type Fixer, type FixerContext } from "../fixer.ts";
import { importAround, importParts, rewriteImport, takeName } from "../import-edits.ts";
import type { Finding } from "../finding.ts";

/** Types that are taken or given like values, and values that are taken like types. */
export const typeOnlyImport: Fixer = {
  name: "type-only-import",
  codes: ["TS1484", "TS1205", "TS1361", "TS1362"],
  stage: "exports",
  propose: (finding, context) =>
    finding.code === "TS1361" || finding.code === "TS1362"
      ? asValue(finding, context)
      : asType(finding, context),
};

function asType({ start, end }: Finding, { source }: FixerContext) {
  const specifier = source
    .around({ start, end })
    .findLast(({ type }) => type === "ImportSpecifier" || type === "ExportSpecifier");
  const whole = importAround(source, { start, end });
  if (specifier !== undefined && whole?.specifiers.length !== 1) {
    return editFile(source, { start: specifier.start, end: specifier.start, text: "type " });
  }
  const node = importAround(source, { start, end });
  if (node === null || node.specifiers.length !== 1)
    return none("it is taken together with values");
  const head = node.start + "import".length;
  return editFile(source, { start: head, end: head, text: " type" });
}

function asValue({ message }: Finding, { source }: FixerContext) {
  const name = /^'([^']+)'/.exec(message)?.[1];
  for (const node of source.program.body) {
    if (node.type !== "ImportDeclaration") continue;
    const specifier = node.specifiers.find(({ local }) => local.name === name);
    if (specifier === undefined || name === undefined) continue;
    const code = source.text.slice(specifier.start, specifier.end);
    if (code.startsWith("type ")) {
      return editFile(source, { start: specifier.start, end: specifier.start + 5, text: "" });
    }
    if (node.importKind !== "type") return none("the module gives it as a type only");
    const parts = importParts(source, node);
    if (node.specifiers.length === 1) {
      return editFile(source, rewriteImport(source, node, { ...parts, isType: false }));
    }
    if (specifier.type !== "ImportSpecifier") return none("it is taken together with types");
    const named = parts.named.filter((written) => written !== code);
    const taken = takeName(source, { name: code, from: node.source.value, isType: false });
    return editFile(source, rewriteImport(source, node, { ...parts, named }), taken);
  }
  return none("no import of the file takes it as a type");
}
