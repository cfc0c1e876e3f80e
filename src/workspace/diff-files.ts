import { compareText } from "../core/compare-text.ts";
import type { AppFiles, ChangeSet, FileChange, FileContent } from "../spec/change-set.ts";

/** What turns one app into the other, sorted by path. Files with the same bytes are left alone. */
export function diffFiles(before: AppFiles, after: AppFiles): ChangeSet {
  const deletes = [...before.keys()]
    .filter((path) => !after.has(path))
    .map((path): FileChange => ({ kind: "delete", path }));
  const writes = [...after]
    .filter(([path, content]) => !isSame(before.get(path), content))
    .map(([path, content]): FileChange => ({ kind: "write", path, content }));
  return {
    changes: [...deletes, ...writes].toSorted((left, right) => compareText(left.path, right.path)),
  };
}

function isSame(before: FileContent | undefined, after: FileContent): boolean {
  if (before === undefined) return false;
  if (typeof before === "string" && typeof after === "string") return before === after;
  return Buffer.from(before).equals(Buffer.from(after));
}
