import { none, type Fixer } from "../fixer.ts";

/** What only people can decide, with the reason. */
export const conditionalHookReport: Fixer = {
  name: "conditional-hook",
  codes: ["react/conditional-hook"],
  stage: "types",
  propose: () =>
    none("a hook must be called before any condition: what then depends on it must be decided"),
};

export const importCircleReport: Fixer = {
  name: "import-circle",
  codes: ["import/circle"],
  stage: "types",
  propose: () => none("what both need belongs in a third file: which part that is must be decided"),
};

export const untypedIndexReport: Fixer = {
  name: "untyped-index",
  codes: ["TS7053"],
  stage: "types",
  propose: () => none("whether the key is one of the object's must be checked where it comes from"),
};
