import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InputError } from "../core/errors.ts";
import { entryKind } from "./app-path.ts";
import { undoUnfinished } from "./undo-unfinished.ts";

/** What we found at the place where an app shall be. */
export type FolderClaim =
  | { readonly kind: "new"; /** Whether the folder is there, empty. */ readonly exists: boolean }
  | { readonly kind: "ours" };

const otherFolder = "Name another folder with --out.";

/**
 * Decides whether an app may be built in this folder. A folder where a build was killed is first brought back to what
 * it was before the unfinished phase; otherwise nothing is written.
 * @param root absolute path.
 * @throws InputError when it is a file, a link, not writable, holds something that is not ours, or when another
 *   build is at work in it.
 */
export async function claimFolder(root: string): Promise<FolderClaim> {
  const kind = await entryKind(root);
  if (kind === "missing") {
    await refuseUnusableParent(root);
    return { kind: "new", exists: false };
  }
  if (kind !== "folder") {
    throw new InputError(`${root} is a ${kind}, not a folder.`, { nextSteps: [otherFolder] });
  }
  await refuseUnwritable(root);
  if (await undoUnfinished(root)) return claimFolder(root);
  const names = await readdir(root);
  if (names.length === 0) return { kind: "new", exists: true };
  if (await isOurs(root)) return { kind: "ours" };
  throw new InputError(`${root} is not empty and was not built by megamind.`, {
    nextSteps: [`Name a folder that is empty or does not exist yet with --out.`],
  });
}

async function isOurs(root: string): Promise<boolean> {
  const record = join(root, ".megamind");
  return (
    (await entryKind(record)) === "folder" &&
    (await entryKind(join(record, "plan.json"))) === "file"
  );
}

/** The nearest parent that exists must be a folder that takes new entries. */
async function refuseUnusableParent(root: string): Promise<void> {
  let parent = dirname(root);
  while ((await entryKind(parent)) === "missing" && parent !== dirname(parent)) {
    parent = dirname(parent);
  }
  await readdir(parent).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOTDIR") return;
    throw new InputError(`${root} cannot be made: ${parent} is a file.`, {
      nextSteps: [otherFolder],
      cause,
    });
  });
  await refuseUnwritable(parent);
}

async function refuseUnwritable(folder: string): Promise<void> {
  await access(folder, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw new InputError(`${folder} is not writable for you.`, {
      nextSteps: [otherFolder],
      cause,
    });
  });
}
