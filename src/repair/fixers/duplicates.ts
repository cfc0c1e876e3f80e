import type { Node } from "oxc-parser";
import { editFile, none, type Fixer, type FixerAnswer, type FixerContext } from "../fixer.ts";
import { importParts, rewriteImport, wholeLines } from "../import-edits.ts";
import type { Finding } from "../finding.ts";
import type { SourceFile } from "../source-file.ts";
import { childrenOf } from "../syntax-tree.ts";

/** The same thing twice: the second goes when it says exactly what the first says. */
export const duplicates: Fixer = {
  name: "duplicates",
  codes: ["TS2300", "TS2451", "TS1117", "TS17001", "TS2393", "TS2440"],
  stage: "names",
  propose: (finding, { source, project }) => {
    const name = source.text.slice(finding.start, finding.end);
    const around = source.around(finding);
    if (finding.code === "TS1117" || finding.code === "TS17001") return part(finding, source);
    const imported = around.some(({ type }) => type === "ImportDeclaration")
      ? importedTwice(name, { source, project })
      : null;
    return imported ?? declaredTwice(around, source);
  },
};

function importedTwice(
  name: string,
  { source, project }: Pick<FixerContext, "source" | "project">,
): FixerAnswer | null {
  const from = source.program.body
    .filter((node) => node.type === "ImportDeclaration")
    .flatMap((node) =>
      node.specifiers
        .filter(({ local }) => local.name === name)
        .map((specifier) => ({ node, specifier })),
    );
  const [first, second] = from;
  if (first === undefined || second === undefined) return null;
  const code = ({ specifier }: typeof first) => source.text.slice(specifier.start, specifier.end);
  const origin = ({
    node: {
      source: { value },
    },
  }: typeof first) => project.resolve(source.path, value) ?? value;
  if (origin(first) !== origin(second) || code(first) !== code(second)) {
    return none(`two modules give ${name}: which is meant is for people to decide`);
  }
  const parts = importParts(source, second.node);
  const at = parts.named.lastIndexOf(code(second));
  const named = parts.named.filter((_, index) => index !== at);
  const isDefault = second.specifier.type === "ImportDefaultSpecifier";
  const isAll = second.specifier.type === "ImportNamespaceSpecifier";
  return editFile(
    source,
    rewriteImport(source, second.node, {
      ...parts,
      named: isDefault || isAll ? parts.named : named,
      defaultName: isDefault ? null : parts.defaultName,
      namespace: isAll ? null : parts.namespace,
    }),
  );
}

/** A statement with a twin before it among its neighbours. */
function declaredTwice(around: readonly Node[], source: SourceFile): FixerAnswer {
  const code = ({ start, end }: Node) => source.text.slice(start, end).replace(/\s+/g, " ");
  for (const [index, node] of [...around.entries()].toReversed()) {
    const parent = around[index - 1];
    if (parent === undefined || !/Statement$|Declaration$/.test(node.type)) continue;
    const twins = childrenOf(parent).filter((other) => code(other) === code(node));
    const last = twins.at(-1);
    if (twins.length < 2 || last === undefined) continue;
    return editFile(source, { ...wholeLines(source.text, last), text: "" });
  }
  return none("the two are not the same: which is meant is for people to decide");
}

/** A key of an object or an attribute with a twin of the same value. */
function part(finding: Finding, source: SourceFile): FixerAnswer {
  const around = source.around(finding);
  const node = around.findLast(({ type }) => type === "Property" || type === "JSXAttribute");
  const parent = node === undefined ? undefined : around[around.indexOf(node) - 1];
  if (node === undefined || parent === undefined)
    return none("it is not clear what is there twice");
  const code = ({ start, end }: Node) => source.text.slice(start, end);
  const siblings = childrenOf(parent);
  const index = siblings.indexOf(node);
  const isTwin = siblings.slice(0, index).some((other) => code(other) === code(node));
  const before = siblings[index - 1];
  if (!isTwin || before === undefined) {
    return none("the two have different values: which is meant is for people to decide");
  }
  return editFile(source, { start: before.end, end: node.end, text: "" });
}
