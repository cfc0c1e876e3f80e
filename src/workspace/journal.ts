import { mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../core/errors.ts";

const journalSchema = z.object({
  /** The process that is at work. */
  pid: z.number().int().positive(),
  /** The newest commit when the work began, or null when there was none. */
  head: z.string().nullable(),
  /** Whether the app's folder was missing or empty: then everything in it is ours. */
  isFresh: z.boolean(),
  /** How many folders were made for the app to stand in, itself included; 0 when it was there. */
  madeFolders: z.number().int().nonnegative(),
  /** Files replaced, made or removed since the last checkpoint. `backup` names what was there before, or null. */
  files: z.array(z.object({ path: z.string(), backup: z.string().nullable() })),
});

/**
 * What an unfinished phase did to the app: enough to take all of it back, also after the process was killed.
 * It exists from the first change after a checkpoint to the next checkpoint.
 */
export type Journal = z.infer<typeof journalSchema>;

/** Where the journal and the files it keeps live; never committed, no part of the app. */
export function journalFolder(root: string): string {
  return join(root, ".megamind", "cache", "unfinished");
}

/**
 * Reads what is unfinished in the app's folder, or null.
 * @throws InputError when another process that is alive is at work there.
 */
export async function readJournal(root: string): Promise<Journal | null> {
  const text = await readFile(journalFile(root), "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") return null;
    throw cause;
  });
  if (text === null) return null;
  const journal = journalSchema.parse(JSON.parse(text));
  if (journal.pid !== process.pid && isAlive(journal.pid)) {
    throw new InputError(`Another build (process ${journal.pid}) is at work in ${root}.`, {
      nextSteps: [
        `Wait until it has ended, or end process ${journal.pid}; then run the command again.`,
      ],
    });
  }
  return journal;
}

/** Replaces the journal as a whole, so that a reader finds the old one or the new one. */
export async function writeJournal(root: string, journal: Journal): Promise<void> {
  await mkdir(journalFolder(root), { recursive: true });
  const next = `${journalFile(root)}.next`;
  await writeFile(next, JSON.stringify(journal));
  await rename(next, journalFile(root));
}

/** Forgets the journal with all backups, and the folders that held only them. */
export async function dropJournal(root: string): Promise<void> {
  await rm(journalFolder(root), { recursive: true, force: true });
  for (const folder of [join(root, ".megamind", "cache"), join(root, ".megamind")]) {
    if (!(await removeIfEmpty(folder))) return;
  }
}

/** @returns false when the folder holds something or is not there. */
export async function removeIfEmpty(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    (cause: NodeJS.ErrnoException) => {
      if (["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR"].includes(cause.code ?? "")) return false;
      throw cause;
    },
  );
}

function journalFile(root: string): string {
  return join(journalFolder(root), "journal.json");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}
