import type { Node } from "oxc-parser";
import { attempts, editOf, notMine, type Fixer } from "../fixer.ts";
import { functionAround, walk } from "../syntax-tree.ts";
import { tightCode } from "../value-at.ts";

/**
 * A constant that the code compares with null although it can only be undefined, so that the comparison proves nothing:
 * it was meant to be null when there is nothing.
 */
export const comparedWithNull: Fixer = {
  name: "compared-with-null",
  codes: ["TS2322", "TS2345", "TS18048", "TS2532", "TS2538", "TS2488"],
  stage: "types",
  propose: (finding, { source }) => {
    const node = functionAround(source.around(finding));
    if (node === null || !/undefined/.test(finding.message)) return notMine;
    const compared = new Set([...walk(node)].flatMap(comparedNames));
    const edits = [...walk(node)].flatMap((inner) => {
      if (inner.type !== "VariableDeclarator" || inner.id.type !== "Identifier") return [];
      if (inner.init === null || !compared.has(inner.id.name)) return [];
      const { start, end } = inner.init;
      if (/\?\?\s*null$/.test(source.text.slice(start, end))) return [];
      return [{ start, end, text: `${tightCode(source, inner.init)} ?? null` }];
    });
    return edits.length === 0 ? notMine : attempts(edits.map((edit) => editOf(source, edit)));
  },
};

function comparedNames(node: Node): readonly string[] {
  if (node.type !== "BinaryExpression" || !/^[!=]==$/.test(node.operator)) return [];
  const isNull = node.right.type === "Literal" && node.right.raw === "null";
  return isNull && node.left.type === "Identifier" ? [node.left.name] : [];
}
