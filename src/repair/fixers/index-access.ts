import { editFile, none, type Fixer } from "../fixer.ts";

/** A property that only an index signature gives is read with brackets. */
export const indexAccess: Fixer = {
  name: "index-access",
  codes: ["TS4111"],
  stage: "types",
  propose: (finding, { source }) => {
    const member = source.around(finding).findLast(({ type }) => type === "MemberExpression");
    if (member?.type !== "MemberExpression" || member.computed) return none("it is not a property");
    const name = source.text.slice(member.property.start, member.property.end);
    const dot = source.text.slice(member.object.end, member.property.start);
    const text = `${dot.includes("?.") ? "?." : ""}[${JSON.stringify(name)}]`;
    return editFile(source, { start: member.object.end, end: member.end, text });
  },
};
