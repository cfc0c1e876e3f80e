import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";

/** Where every app keeps its migrations, relative to its folder. */
const migrationsFolder = "supabase/migrations";

export interface MigrationFile {
  /** Relative to the app's folder. */
  readonly path: string;
  readonly text: string;
}

/** All migrations on disk in the order in which Supabase applies them: by name. Empty when the folder is missing. */
export async function readMigrations(root: string): Promise<readonly MigrationFile[]> {
  const names = await listFolder(join(root, migrationsFolder));
  const paths = names.filter((name) => name.endsWith(".sql")).toSorted();
  return Promise.all(
    paths.map(async (name) => ({
      path: `${migrationsFolder}/${name}`,
      text: await readFile(join(root, migrationsFolder, name), "utf8"),
    })),
  );
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Checks the names of files in name order: each has a version, no version twice, and names sort as versions do. */
export function checkMigrationNames(files: readonly MigrationFile[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  let previous: { readonly version: bigint; readonly path: string } | null = null;
  for (const { path } of files) {
    const digits = /\/(\d+)_[^/]+\.sql$/.exec(path)?.[1];
    if (digits === undefined) {
      found.push(badName(path));
      continue;
    }
    const version = BigInt(digits);
    if (previous !== null && version <= previous.version) found.push(badOrder(path, previous.path));
    previous = { version, path };
  }
  return found;
}

function badName(path: string): Diagnostic {
  return diagnostic({
    code: "migrations/name",
    file: path,
    message: "The file name has no version, so that Supabase would skip the migration.",
    fix: "Name it <version>_<name>.sql with digits as version, for example 20250101000001_tables.sql.",
  });
}

function badOrder(path: string, previous: string): Diagnostic {
  return diagnostic({
    code: "migrations/version",
    file: path,
    message: `Its version is not greater than that of ${previous}, which comes before it by name.`,
    fix: "Give every migration a version of its own, all with the same number of digits.",
  });
}
