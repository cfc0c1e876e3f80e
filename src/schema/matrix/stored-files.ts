import type { Bucket } from "../../spec/entity.ts";
import { users, type ActorName } from "./users.ts";

export interface StoredFile {
  readonly bucket: string;
  readonly path: string;
  /** Whose or where it is, in names of cells. */
  readonly what: string;
}

/** The files that are there before any cell runs, and who may reach which. */
export interface FileSet {
  /** Names of the declared buckets and, last, of the one that nobody declared. */
  readonly buckets: readonly string[];
  readonly undeclared: string;
  readonly there: readonly StoredFile[];
  /** From the rule alone: the first folder of the path is named after the user, and the bucket is declared. */
  mayReach(actor: ActorName, file: Pick<StoredFile, "bucket" | "path">): boolean;
  /** How many of the files that are there. */
  reachedBy(actor: ActorName): number;
}

export function fileSet(declared: readonly Bucket[]): FileSet {
  const names = declared.map(({ name }) => name);
  const undeclared = unlike(names);
  const there = [...names, undeclared].flatMap((bucket) => [
    { bucket, path: `${users.owner}/there`, what: "mine" },
    { bucket, path: `${users.other}/there`, what: "theirs" },
    { bucket, path: "loose", what: "in-no-folder" },
  ]);
  const mayReach: FileSet["mayReach"] = (actor, { bucket, path }) => {
    if (actor === "service_role") return true;
    const [folder, ...inside] = path.split("/");
    const own = Object.entries(users).find(([name]) => name === actor)?.[1];
    return names.includes(bucket) && inside.length > 0 && folder === own;
  };
  return {
    buckets: [...names, undeclared],
    undeclared,
    there,
    mayReach,
    reachedBy: (actor) => there.filter((file) => mayReach(actor, file)).length,
  };
}

function unlike(names: readonly string[], wanted = "undeclared"): string {
  return names.includes(wanted) ? unlike(names, `${wanted}-2`) : wanted;
}
