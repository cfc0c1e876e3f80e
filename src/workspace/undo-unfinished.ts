import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { entryKind, parentsOf } from "./app-path.ts";
import { headCommit } from "./git.ts";
import { dropJournal, journalFolder, readJournal, removeIfEmpty, type Journal } from "./journal.ts";

/**
 * Takes back everything that was changed since the last checkpoint, from the journal. Files that were not ours to
 * change stay as they are; of a folder that was missing or empty nothing stays.
 * @returns whether there was something to take back.
 * @throws InputError when another process that is alive is at work in the folder.
 */
export async function undoUnfinished(root: string): Promise<boolean> {
  const journal = await readJournal(root);
  if (journal === null) return false;
  if ((await headCommit(root)) !== journal.head) {
    // The commit came through and only the journal was left behind.
    await dropJournal(root);
    return false;
  }
  if (journal.isFresh) await empty(root);
  else await restoreFiles(root, journal.files);
  await dropJournal(root);
  await removeMadeFolders(root, journal.madeFolders);
  return true;
}

/** Puts back what stood at each path, newest change first. A backup that is not there was never taken, or is back already. */
export async function restoreFiles(root: string, files: Journal["files"]): Promise<void> {
  for (const { path, backup } of files.toReversed()) {
    if (backup === null) {
      if ((await entryKind(join(root, path))) !== "file") continue;
      await rm(join(root, path));
      await removeEmptyParents(root, path);
      continue;
    }
    const kept = join(journalFolder(root), backup);
    if ((await entryKind(kept)) === "missing") continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await rename(kept, join(root, path));
  }
}

/** Removes the folders above a path, from the innermost, as long as they hold nothing. */
export async function removeEmptyParents(root: string, path: string): Promise<void> {
  for (const parent of parentsOf(path).toReversed()) {
    if (!(await removeIfEmpty(join(root, parent)))) return;
  }
}

/** Removes the app's folder and those made above it, as long as they hold nothing. */
export async function removeMadeFolders(root: string, count: number): Promise<void> {
  let folder = root;
  for (let left = count; left > 0; left -= 1) {
    if (!(await removeIfEmpty(folder))) return;
    folder = dirname(folder);
  }
}

/** The journal goes last: a process killed in between leaves what the next one needs to finish. */
async function empty(root: string): Promise<void> {
  const names = await readdir(root);
  const rest = names.filter((name) => name !== ".megamind");
  await Promise.all(
    rest.map((name) => rm(join(root, name), { recursive: true, force: true, maxRetries: 3 })),
  );
  await rm(join(root, ".megamind"), { recursive: true, force: true });
}
