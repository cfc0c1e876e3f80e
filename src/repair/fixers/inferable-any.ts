import { editFile, notMine, type Fixer } from "../fixer.ts";
import { anyPlaces } from "../rules/inferable-any.ts";

/** `any` becomes the one plain type that the file itself gives it. */
export const inferableAnyFixer: Fixer = {
  name: "inferable-any",
  codes: ["typescript/inferable-any"],
  stage: "types",
  propose: ({ start, end }, { source }) => {
    const found = anyPlaces(source).find(({ place }) => place.start === start);
    return found === undefined ? notMine : editFile(source, { start, end, text: found.type });
  },
};
