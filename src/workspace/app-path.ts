import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { BugError, InputError } from "../core/errors.ts";
import { appPathSchema } from "../spec/blueprint.ts";

/** Folders of the app that no change set may touch: they belong to git, npm and to this folder of ours. */
const reserved = /^(?:\.git|node_modules|\.megamind\/cache)(?:\/|$)/i;

/**
 * Refuses paths that leave the app, that git, npm or we keep for ourselves, and pairs that cannot both exist.
 * @throws BugError, as change sets are made by our own stages.
 */
export function checkAppPaths(paths: readonly string[]): void {
  const known = new Set<string>();
  for (const path of paths) {
    if (!appPathSchema.safeParse(path).success || reserved.test(path)) {
      throw new BugError(
        `A change set names the path ${JSON.stringify(path)}, which is not a file of an app.`,
      );
    }
    if (known.has(path)) throw new BugError(`A change set names ${path} twice.`);
    known.add(path);
  }
  for (const path of paths) {
    const parent = parentsOf(path).find((folder) => known.has(folder));
    if (parent !== undefined) {
      throw new BugError(`A change set names ${parent} as a file and as the folder of ${path}.`);
    }
  }
}

/** The folders above an app path, outermost first: `a`, `a/b` for `a/b/c`. */
export function parentsOf(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/**
 * Makes sure that nothing on the way to the file leads elsewhere.
 * @returns whether a file is there.
 * @throws InputError for a symbolic link, a file among the parents, or a folder in the file's place.
 */
export async function findAppFile(root: string, path: string): Promise<boolean> {
  for (const parent of parentsOf(path)) {
    const kind = await entryKind(join(root, parent));
    if (kind === "missing") return false;
    if (kind !== "folder") throw blocked(root, { path, place: parent, kind });
  }
  const kind = await entryKind(join(root, path));
  if (kind === "missing") return false;
  if (kind !== "file") throw blocked(root, { path, place: path, kind });
  return true;
}

type EntryKind = "missing" | "file" | "folder" | "symbolic link" | "special file";

/** What stands at the path; links are not followed. */
export async function entryKind(path: string): Promise<EntryKind> {
  const entry = await lstat(path).catch((cause: NodeJS.ErrnoException) => {
    if (["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(cause.code ?? "")) return null;
    throw cause;
  });
  if (entry === null) return "missing";
  if (entry.isSymbolicLink()) return "symbolic link";
  if (entry.isDirectory()) return "folder";
  return entry.isFile() ? "file" : "special file";
}

interface Obstacle {
  readonly path: string;
  readonly place: string;
  readonly kind: EntryKind;
}

function blocked(root: string, { path, place, kind }: Obstacle): InputError {
  return new InputError(
    `${path} cannot be written: a ${kind} stands at ${join(root, place)}. Nothing was changed.`,
    { nextSteps: [`Move ${join(root, place)} away, or build into another folder with --out.`] },
  );
}
