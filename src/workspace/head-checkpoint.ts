import type { Checkpoint } from "../spec/checkpoint.ts";
import { headCommit } from "./git.ts";

/** The newest commit as a checkpoint, or null when the app has no repository of its own or no commit in it. */
export async function headCheckpoint(
  root: string,
  state: Pick<Checkpoint, "phase" | "database">,
): Promise<Checkpoint | null> {
  const commit = await headCommit(root);
  return commit === null ? null : { ...state, commit };
}
