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
  return Promise.all(found.map(readSql));
}

async function readSql(path: string): Promise<SqlFile> {
  try {
    return { path, text: await readFile(path, "utf8") };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${path} cannot be read: ${reason}.`, { cause: error });
  }
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
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const files = entries
      .filter((entry) => !entry.isDirectory() && entry.name.toLowerCase().endsWith(".sql"))
      .map(({ name }) => name)
      .toSorted(compareText);
    if (files.length > 0) return files.map((name) => join(folder, name));
  }
  throw new InputError(`The folder ${path} has no SQL files.`, {
    nextSteps: [
      "SQL files end with .sql and are in the folder itself, its supabase/migrations or its migrations.",
    ],
  });
}
