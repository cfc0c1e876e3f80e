import type { CodeFile, ExportedName } from "../../workspace/code-index/code-file.ts";
import type { CodeIndex } from "../../workspace/code-index/code-index.ts";
import type { Reached } from "../../workspace/code-index/reached-files.ts";

export interface UnusedExport {
  readonly path: string;
  readonly exported: ExportedName;
}

/**
 * Names that files export and nobody uses: no other file imports them, and their own file does not need them either.
 * `free` are the files whose exports are for somebody outside of the code.
 */
export function unusedExports(
  index: CodeIndex,
  { reached, free }: { readonly reached: Reached; readonly free: ReadonlySet<string> },
): readonly UnusedExport[] {
  const used = usedNames(index, { reached, free });
  return [...index.code.values()].flatMap((file) => {
    if (!reached.files.has(file.path) || free.has(file.path) || reached.byName.has(file.path))
      return [];
    return file.exports
      .filter((one) => used.get(file.path)?.has(one.name) !== true && !isNeededInside(file, one))
      .map((exported) => ({ path: file.path, exported }));
  });
}

function usedNames(
  index: CodeIndex,
  { reached, free }: { readonly reached: Reached; readonly free: ReadonlySet<string> },
): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  const use = (from: string, specifier: string, names: readonly string[] | "all") => {
    const target = index.resolve(from, specifier);
    const file = target.kind === "file" ? index.code.get(target.path) : undefined;
    if (file === undefined) return;
    for (const name of names === "all" ? allNames(file) : names) useName(file, name);
  };
  const useName = (file: CodeFile, name: string) => {
    const names = used.get(file.path) ?? new Set();
    if (names.has(name)) return;
    used.set(file.path, names.add(name));
    const own = file.exports.find((one) => one.name === name);
    const { from = null } = own ?? {};
    if (from !== null) use(file.path, from.specifier, from.name === null ? "all" : [from.name]);
    if (own !== undefined && name !== everything) return;
    for (const source of file.passesOn)
      use(file.path, source, name === everything ? "all" : [name]);
  };
  for (const path of reached.files) {
    const file = index.code.get(path);
    if (file === undefined) continue;
    for (const { specifier, names } of file.uses) use(path, specifier, names);
    if (free.has(path) || reached.byName.has(path))
      for (const name of allNames(file)) useName(file, name);
  }
  return used;
}

/** Not a name: stands for all that a file passes on from others. */
const everything = "*";

function allNames(file: CodeFile): readonly string[] {
  return [...file.exports.map(({ name }) => name), everything];
}

/** Whether the file names it a second time. What it only passes on it does not need. */
function isNeededInside({ text, isParsed }: CodeFile, { localName, from }: ExportedName): boolean {
  if (!isParsed) return true;
  if (from !== null || localName === null) return false;
  const name = localName.replaceAll("$", String.raw`\$`);
  return [...text.matchAll(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, "g"))].length > 1;
}
