import { InputError, UnavailableError } from "../core/errors.ts";
import type { Checkpoint } from "../spec/checkpoint.ts";
import { headCommit, runGit } from "./git.ts";
import { undoUnfinished } from "./undo-unfinished.ts";

/**
 * Brings the app's files back to a checkpoint; null is the state before the first phase. What the unfinished phase
 * changed is taken back; files of the user that we never touched stay.
 * @throws InputError when a file changed by the user stands in the way, or the commit is not there.
 */
export async function rollbackTo(root: string, checkpoint: Checkpoint | null): Promise<void> {
  const wasUnfinished = await undoUnfinished(root);
  if (checkpoint === null) return;
  if ((await headCommit(root)) === checkpoint.commit) {
    if (wasUnfinished) await runGit(root, ["reset", "--quiet"]);
    return;
  }
  // Renamed files look changed to the reset until git has compared their content.
  await runGit(root, ["status", "--porcelain"]);
  await runGit(root, ["reset", "--quiet", "--keep", checkpoint.commit, "--"]).catch(
    (cause: unknown) => {
      if (!(cause instanceof UnavailableError)) throw cause;
      throw new InputError(
        `${root} cannot go back to phase ${checkpoint.phase} (commit ${checkpoint.commit.slice(0, 10)}): ${cause.message}`,
        { nextSteps: ["Commit or take back your own changes, then run the command again."], cause },
      );
    },
  );
}
