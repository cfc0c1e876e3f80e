import { editFile, type Fixer } from "../fixer.ts";

/** Signs by name get their semicolon. */
export const brokenEntityFixer: Fixer = {
  name: "broken-entity",
  codes: ["react/broken-entity"],
  stage: "types",
  propose: ({ end }, { source }) => editFile(source, { start: end, end, text: ";" }),
};
