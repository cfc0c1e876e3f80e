import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../core/compare-text.ts";
import { InputError } from "../core/errors.ts";

export interface SqlFile {
  /** As the user reaches it: the given path, or the given folder and the name in it. */
  readonly path: string;
  readonly text: string;
}

/**
 * Reads SQL in the order in which it is to run: files as given, folders by name. A folder without SQL of its own
 * stands for its `supabase/migrations` or `migrations`.
 * @throws InputError when a path does not exist or nothing is found.
 */
export async function readSqlFiles(paths: readonly string[]): Promise<readonly SqlFile[]> {
  const found = (await Promise.all(paths.map(sqlPaths))).flat();
  return Promise.all(found.map(async (path) => ({ path, text: await readFile(path, "utf8") })));
}

async function sqlPaths(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw new InputError(`There is no file and no folder ${path}.`, {
      nextSteps: ["Name SQL files, or a folder with migrations."],
    });
  }
  if (!found.isDirectory()) return [path];
  for (const folder of [path, join(path, "supabase", "migrations"), join(path, "migrations")]) {
    const names = await readdir(folder).catch(() => []);
    const files = names.filter((name) => name.toLowerCase().endsWith(".sql")).toSorted(compareText);
    if (files.length > 0) return files.map((name) => join(folder, name));
  }
  throw new InputError(`The folder ${path} has no SQL files.`, {
    nextSteps: [
      "SQL files end with .sql and are in the folder itself, its supabase/migrations or its migrations.",
    ],
  });
}
