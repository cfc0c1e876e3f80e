import { editFile, none, type Fixer } from "../fixer.ts";

/** The message of something that was thrown and need not be an error. */
export const unknownError: Fixer = {
  name: "unknown-error",
  codes: ["TS18046", "TS2571"],
  stage: "types",
  propose: (finding, { source }) => {
    const around = source.around(finding);
    const name = source.text.slice(finding.start, finding.end);
    const clause = around.findLast(({ type }) => type === "CatchClause");
    const isCaught =
      clause?.type === "CatchClause" &&
      clause.param?.type === "Identifier" &&
      clause.param.name === name;
    if (!isCaught) return none("what it is must be checked before it is used");
    const member = around.findLast(({ type }) => type === "MemberExpression");
    if (
      member?.type !== "MemberExpression" ||
      member.property.type !== "Identifier" ||
      member.property.name !== "message"
    ) {
      return none("only its message has a value that is right for everything that can be thrown");
    }
    const text = `${name} instanceof Error ? ${name}.message : String(${name})`;
    const parent = around[around.indexOf(member) - 1];
    const isAlone =
      parent?.type === "CallExpression" ||
      parent?.type === "VariableDeclarator" ||
      parent?.type === "ReturnStatement" ||
      parent?.type === "JSXExpressionContainer";
    return editFile(source, {
      start: member.start,
      end: member.end,
      text: isAlone ? text : `(${text})`,
    });
  },
};
