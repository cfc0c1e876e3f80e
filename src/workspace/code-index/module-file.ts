import { posix } from "node:path";

const endings = [".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mts", ".cts", ".mjs", ".cjs", ".json"];

/**
 * Pure: the file that the path of an import means: by its name with or without ending, by that of what it is compiled
 * to, or as the index of a folder.
 * @param has whether there is a file of that path.
 * @returns null when there is none.
 */
export function moduleFile(path: string, has: (path: string) => boolean): string | null {
  const plain = posix.normalize(path).replace(/\/$/, "");
  const compiled = /^(.*)\.([cm]?)js(x?)$/.exec(plain);
  const sources =
    compiled === null
      ? []
      : [
          `${compiled[1]}.${compiled[2]}ts${compiled[3]}`,
          `${compiled[1]}.tsx`,
          `${compiled[1]}.d.ts`,
        ];
  const candidates = [
    plain,
    ...sources,
    ...endings.map((ending) => `${plain}${ending}`),
    ...endings.map((ending) => posix.join(plain, `index${ending}`)),
  ];
  return candidates.find(has) ?? null;
}
