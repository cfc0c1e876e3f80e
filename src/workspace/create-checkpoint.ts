import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Checkpoint } from "../spec/checkpoint.ts";
import { BugError } from "../core/errors.ts";
import { entryKind } from "./app-path.ts";
import { headCommit, runGit } from "./git.ts";
import { dropJournal } from "./journal.ts";

interface CheckpointInput {
  readonly phase: number;
  /** The commit's message. */
  readonly message: string;
  /** Version of the newest migration, or null before the first table. */
  readonly database: string | null;
}

/**
 * Commits the app as it stands in its own repository, made on first use, and forgets how to undo the phase. Makes no
 * commit when nothing has changed.
 * @throws UnavailableError when git is missing or refuses.
 */
export async function createCheckpoint(root: string, input: CheckpointInput): Promise<Checkpoint> {
  if ((await entryKind(join(root, ".git"))) === "missing") await initRepository(root);
  await runGit(root, ["add", "--all", "--", "."]);
  const head = await headCommit(root);
  const status = await runGit(root, ["status", "--porcelain", "--untracked-files=no"]);
  if (head === null || status !== "") {
    await runGit(root, [
      "commit",
      "--quiet",
      "--no-verify",
      "--allow-empty",
      "--message",
      input.message,
    ]);
  }
  const commit = await headCommit(root);
  if (commit === null) throw new BugError("git made a commit but has none.");
  await dropJournal(root);
  return { phase: input.phase, commit, database: input.database };
}

async function initRepository(root: string): Promise<void> {
  await runGit(root, ["init", "--quiet", "--template=", "--initial-branch=main"]);
  await mkdir(join(root, ".git", "info"), { recursive: true });
  await appendFile(join(root, ".git", "info", "exclude"), "node_modules\n.megamind/cache\n");
}
