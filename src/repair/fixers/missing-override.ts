import { editFile, none, type Fixer } from "../fixer.ts";

/** A member that takes the place of one of its base class says so. */
export const missingOverride: Fixer = {
  name: "missing-override",
  codes: ["TS4114", "TS4116"],
  stage: "types",
  propose: (finding, { source }) => {
    const member = source
      .around(finding)
      .findLast(({ type }) => type === "MethodDefinition" || type === "PropertyDefinition");
    if (member?.type !== "MethodDefinition" && member?.type !== "PropertyDefinition") {
      return none("it is not a member of a class");
    }
    const before = source.text.slice(member.start, member.key.start);
    // `override` comes behind the words about access and before all others.
    const access = /^(?:(?:public|private|protected|static)\s+)*/.exec(before)?.[0].length ?? 0;
    const start = member.start + access;
    return editFile(source, { start, end: start, text: "override " });
  },
};
