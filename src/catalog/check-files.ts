import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { compareText } from "../core/compare-text.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { CheckInput } from "./check-input.ts";
import { listedFiles } from "./listed-files.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";
import { appPathOfStored, storedPath } from "./stored-path.ts";

/** Files that operating systems leave behind and nobody lists. */
const strayNames = new Set([".DS_Store", "Thumbs.db"]);

/** Files that are listed but not there, there but not listed, or listed twice. */
export async function checkFiles({ loaded }: CheckInput): Promise<readonly Diagnostic[]> {
  const onDisk = await Promise.all(
    loaded.map(async (blueprint) => checkDisk(blueprint, await filesBelow(blueprint.entry.folder))),
  );
  return [...onDisk.flat(), ...checkListedTwice(loaded)];
}

function checkDisk(
  { entry, locate }: LoadedBlueprint,
  present: readonly string[],
): readonly Diagnostic[] {
  const { blueprint } = entry;
  const listed = listedFiles(blueprint);
  const there = new Set(present);
  const known = new Set(listed.map(({ file }) => file));
  const place = entry.blueprintFile.replace(/blueprint\.yaml$/, "files");
  return [
    ...listed
      .filter(({ file }) => !there.has(file))
      .map(({ file, path }) =>
        diagnostic({
          code: "catalog-missing-file",
          message: `${file} is listed, but ${place}/${storedPath(file)} is not there.`,
          ...locate(path),
          name: blueprint.id,
          fix: "Write the file or take it from the list.",
        }),
      ),
    ...present
      .filter((file) => !known.has(file))
      .map((file) =>
        diagnostic({
          code: "catalog-unlisted-file",
          message: `${place}/${storedPath(file)} is there, but "${blueprint.id}" does not list it.`,
          ...locate(["files"]),
          name: blueprint.id,
          fix: `Add ${file} to files, or remove it.`,
        }),
      ),
  ];
}

function checkListedTwice(loaded: readonly LoadedBlueprint[]): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return loaded.flatMap(({ entry, locate }) =>
    listedFiles(entry.blueprint).flatMap(({ file, path }) => {
      const location = locate(path);
      const earlier = first.get(file);
      first.set(file, earlier ?? `${location.file}:${location.line}`);
      if (earlier === undefined) return [];
      return [
        diagnostic({
          code: "catalog-file-twice",
          message: `${file} is already listed in ${earlier}.`,
          ...location,
          name: entry.blueprint.id,
          fix: "A file belongs to one feature: move or rename one of the two.",
        }),
      ];
    }),
  );
}

/** Paths that all files below `<folder>/files` have in the app, in order, with forward slashes. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const root = join(folder, "files");
  const items = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => []);
  return items
    .filter((item) => !item.isDirectory() && !strayNames.has(item.name))
    .map((item) => relative(root, join(item.parentPath, item.name)).split(sep).join("/"))
    .map(appPathOfStored)
    .toSorted(compareText);
}
