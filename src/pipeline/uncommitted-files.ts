import { dirname, join, relative, sep } from "node:path";
import { entryKind } from "../workspace/app-path.ts";
import { runGit } from "../workspace/git.ts";

/**
 * Files below a folder that are not committed as they stand, new ones included, as git prints them: ` M src/a.ts`.
 * Null when the folder is in no repository.
 */
export async function uncommittedFiles(folder: string): Promise<readonly string[] | null> {
  const top = await repositoryOf(folder);
  if (top === null) return null;
  const place = relative(top, folder).split(sep).join("/") || ".";
  const status = await runGit(top, [
    "status",
    "--porcelain",
    "--untracked-files=normal",
    "--",
    place,
  ]);
  return status.split("\n").filter((line) => line !== "");
}

async function repositoryOf(folder: string): Promise<string | null> {
  for (let place = folder; ; place = dirname(place)) {
    if ((await entryKind(join(place, ".git"))) !== "missing") return place;
    if (dirname(place) === place) return null;
  }
}
