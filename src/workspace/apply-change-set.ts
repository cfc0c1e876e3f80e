import { mkdir, mkdtemp, readdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError, MegamindError, UnavailableError } from "../core/errors.ts";
import type { ChangeSet, FileChange } from "../spec/change-set.ts";
import { checkAppPaths, entryKind, findAppFile } from "./app-path.ts";
import { headCommit, requireGit } from "./git.ts";
import { dropJournal, journalFolder, readJournal, writeJournal, type Journal } from "./journal.ts";
import { removeEmptyParents, removeMadeFolders, restoreFiles } from "./undo-unfinished.ts";

/** App paths, in the order of the change set. */
export interface AppliedChanges {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
}

/**
 * Applies a change set all or nothing. Contents are written beside the app first and then renamed into place; when
 * anything fails, what was replaced is put back before the error is thrown. What stood there before is kept until the
 * next checkpoint, so that `rollbackTo` can take back a whole phase. A file to delete that is not there is passed over.
 * @param root absolute path of the app; made when missing.
 * @throws InputError for a link, a folder or a file in the way, or another build at work; BugError for a path outside
 *   the app; UnavailableError when git is missing or the disk refuses.
 */
export async function applyChangeSet(root: string, changeSet: ChangeSet): Promise<AppliedChanges> {
  checkAppPaths(changeSet.changes.map(({ path }) => path));
  try {
    const steps = await planSteps(root, changeSet.changes);
    await applySteps(root, steps);
    return {
      written: steps.flatMap(({ change }) => (change.kind === "write" ? [change.path] : [])),
      deleted: steps.flatMap(({ change }) => (change.kind === "delete" ? [change.path] : [])),
    };
  } catch (cause) {
    throw readable(cause, root);
  }
}

interface Step {
  readonly change: FileChange;
  /** Whether a file stands at the path now. */
  readonly exists: boolean;
}

interface StagedStep {
  readonly step: Step;
  readonly index: number;
  /** Where contents wait (`new-0`) and replaced files are kept (`old-0`), by the index of the step. */
  readonly folder: string;
}

type TouchedFile = Journal["files"][number];

async function planSteps(root: string, changes: readonly FileChange[]): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const change of changes) {
    const exists = await findAppFile(root, change.path);
    if (change.kind === "write" || exists) steps.push({ change, exists });
  }
  return steps;
}

async function applySteps(root: string, steps: readonly Step[]): Promise<void> {
  const known = await readJournal(root);
  const journal = known ?? (await newJournal(root));
  const done: TouchedFile[] = [];
  try {
    await writeJournal(root, journal);
    const folder = await mkdtemp(join(journalFolder(root), "change-"));
    await stage(folder, steps);
    const files = steps.map((step, index) => touched(step, index, basename(folder)));
    await writeJournal(root, { ...journal, files: mergeFiles(journal.files, files) });
    for (const [index, step] of steps.entries()) {
      await refuseSurprise(root, step);
      done.push(touched(step, index, basename(folder)));
      await commit(root, { step, index, folder });
    }
  } catch (cause) {
    await takeBack(root, { done, known, madeFolders: journal.madeFolders });
    throw cause;
  }
}

async function newJournal(root: string): Promise<Journal> {
  await requireGit();
  let madeFolders = 0;
  for (let folder = root; (await entryKind(folder)) === "missing"; folder = dirname(folder)) {
    madeFolders += 1;
  }
  const isFresh = madeFolders > 0 || (await readdir(root)).length === 0;
  return { pid: process.pid, head: await headCommit(root), isFresh, madeFolders, files: [] };
}

async function stage(folder: string, steps: readonly Step[]): Promise<void> {
  await Promise.all(
    steps.map(async ({ change }, index) => {
      if (change.kind === "write") await writeFile(join(folder, `new-${index}`), change.content);
    }),
  );
}

function touched({ change, exists }: Step, index: number, folder: string): TouchedFile {
  return { path: change.path, backup: exists ? `${folder}/old-${index}` : null };
}

/** What stood at a path before the phase is the oldest entry: later ones only say what the phase itself wrote. */
function mergeFiles(before: Journal["files"], added: Journal["files"]): Journal["files"] {
  const known = new Set(before.map(({ path }) => path));
  return [...before, ...added.filter(({ path }) => !known.has(path))];
}

async function refuseSurprise(root: string, { change, exists }: Step): Promise<void> {
  if ((await findAppFile(root, change.path)) === exists) return;
  const file = join(root, change.path);
  throw new InputError(`${file} was changed by another program just now. Nothing was changed.`, {
    nextSteps: ["Run the command again."],
  });
}

async function commit(root: string, { step, index, folder }: StagedStep): Promise<void> {
  const target = join(root, step.change.path);
  if (step.exists) await rename(target, join(folder, `old-${index}`));
  if (step.change.kind === "delete") return removeEmptyParents(root, step.change.path);
  await mkdir(dirname(target), { recursive: true });
  await rename(join(folder, `new-${index}`), target);
}

interface TakeBack {
  /** What this change set touched. */
  readonly done: Journal["files"];
  /** The journal as it was before, or null. */
  readonly known: Journal | null;
  readonly madeFolders: number;
}

async function takeBack(root: string, { done, known, madeFolders }: TakeBack): Promise<void> {
  await restoreFiles(root, done);
  if (known !== null) return writeJournal(root, known);
  await dropJournal(root);
  await removeMadeFolders(root, madeFolders);
}

const refusals = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR", "ENAMETOOLONG"]);

function readable(cause: unknown, root: string): unknown {
  if (cause instanceof MegamindError || !(cause instanceof Error) || !("code" in cause))
    return cause;
  const message = `${root} cannot be written: ${cause.message}. Nothing was changed.`;
  return refusals.has(String(cause.code))
    ? new InputError(message, { nextSteps: ["Name another folder with --out."], cause })
    : new UnavailableError(message, {
        nextSteps: [
          "Make room on the disk or name another folder with --out, then run the command again.",
        ],
        cause,
      });
}
