import { posix } from "node:path";
import type { CodeFile } from "./code-file.ts";
import type { CodeIndex } from "./code-index.ts";
import { globPattern } from "./glob-pattern.ts";

/** Tests name files of the whole project to write them and in the words they expect; those beside them they start. */
const isTest = /\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)__tests__\//;

export interface Reached {
  /** Files that some entry leads to, entries among them. */
  readonly files: ReadonlySet<string>;
  /** Files that are loaded by name, so that nobody knows what is taken from them. */
  readonly byName: ReadonlySet<string>;
}

/** All files that the entries lead to, by imports, and by names in their texts. */
export function reachedFiles(index: CodeIndex, entries: Iterable<string>): Reached {
  const files = new Set(entries);
  const byName = new Set<string>();
  for (const path of files) {
    const file = index.code.get(path);
    if (file === undefined) continue;
    for (const { specifier } of file.uses) {
      const target = index.resolve(path, specifier);
      if (target.kind === "file") files.add(target.path);
    }
    for (const named of namedIn(index, file)) {
      files.add(named);
      byName.add(named);
    }
  }
  return { files, byName };
}

function namedIn(index: CodeIndex, file: CodeFile): readonly string[] {
  const folder = posix.dirname(file.path);
  const globs = file.loads.map((glob) =>
    globPattern(glob.startsWith("/") ? glob.slice(1) : posix.join(folder, glob)),
  );
  const loaded = [...index.code.keys()].filter((path) => globs.some((glob) => glob.test(path)));
  const mentioned = [...file.mentions].filter(
    (text) => /^[\w@~#./-]+$/.test(text) && (text.includes("/") || /\.[cm]?[jt]sx?$/.test(text)),
  );
  return [
    ...loaded,
    ...mentioned.flatMap((text) => {
      const beside = text.startsWith(".") ? text : `./${text}`;
      const places = [
        index.resolve(file.path, text),
        index.resolve(file.path, beside),
        ...(isTest.test(file.path) ? [] : [index.resolve("package.json", `./${text}`)]),
      ];
      return places.flatMap((place) =>
        place.kind === "file" && index.code.has(place.path) && place.path !== file.path
          ? place.path
          : [],
      );
    }),
  ];
}
