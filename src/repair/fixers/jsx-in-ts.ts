import { attempts, none, notMine, type FileFix, type Fixer, type FixerContext } from "../fixer.ts";
import { syntaxCodes } from "../syntax-codes.ts";
import { parseSource } from "../source-file.ts";

/** JSX in a file that is not called `.tsx`: it is renamed, and those that name its ending follow. */
export const jsxInTs: Fixer = {
  name: "jsx-in-ts",
  codes: syntaxCodes,
  stage: "syntax",
  propose: (_, { source, project }) => {
    const { path, text } = source;
    if (source.isParsed || !path.endsWith(".ts") || path.endsWith(".d.ts")) {
      return notMine;
    }
    const to = path.replace(/\.ts$/, ".tsx");
    if (project.texts.has(to) || project.facts.paths.has(to)) return none(`${to} is there already`);
    if (!parseSource(to, text).isParsed) return notMine;
    return attempts([{ fixes: [{ kind: "rename", path, to }, ...importersOf(path, project)] }]);
  },
};

function importersOf(path: string, project: FixerContext["project"]): readonly FileFix[] {
  return [...project.texts.keys()].flatMap((importer): readonly FileFix[] => {
    const source = project.source(importer);
    if (source === null || importer === path) return [];
    const edits = source.sources
      .filter(({ value }) => value.endsWith(".ts") && project.resolve(importer, value) === path)
      .map(({ start, end, value }) => {
        const quote = source.text[start] ?? '"';
        return { start, end, text: `${quote}${value}x${quote}` };
      });
    return edits.length === 0 ? [] : [{ kind: "edit", path: importer, edits }];
  });
}
