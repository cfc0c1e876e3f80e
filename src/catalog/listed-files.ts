import type { Blueprint } from "../spec/blueprint.ts";

/** A path that a blueprint lists, and where it does. */
export interface ListedFile {
  readonly file: string;
  readonly path: readonly PropertyKey[];
}

/** All files that a blueprint lists, those of its joins included. */
export function listedFiles({ files, joins }: Blueprint): readonly ListedFile[] {
  return [
    ...files.map((file, index) => ({ file, path: ["files", index] })),
    ...joins.flatMap((join, at) =>
      join.files.map((file, index) => ({ file, path: ["joins", at, "files", index] })),
    ),
  ];
}
