import { editFile, none, type Fixer } from "../fixer.ts";

/** The ending of a module's path: written where it must be, left out where it must not. */
export const pathEnding: Fixer = {
  name: "path-ending",
  codes: ["TS2835", "TS5097", "TS2691"],
  stage: "modules",
  propose: (finding, { source }) => {
    const wanted = source.sources.find(
      ({ start, end }) => start <= finding.start && finding.end <= end,
    );
    if (wanted === undefined) return none("the name of the module is not a plain text");
    const meant =
      finding.code === "TS2835"
        ? /Did you mean '([^']+)'\?/.exec(finding.message)?.[1]
        : wanted.value.replace(/\.[cm]?tsx?$/, "");
    if (meant === undefined) return none("no file with any ending is there");
    const quote = source.text[wanted.start] ?? '"';
    return editFile(source, { start: wanted.start, end: wanted.end, text: quote + meant + quote });
  },
};
