/** The text of a file, or its bytes for media. */
export type FileContent = string | Uint8Array;

export type FileChange =
  | { readonly kind: "write"; readonly path: string; readonly content: FileContent }
  | { readonly kind: "delete"; readonly path: string };

/** File writes and deletes as data, sorted by path. Nothing touches the disk before `workspace` applies it. */
export interface ChangeSet {
  readonly changes: readonly FileChange[];
}

/** A whole app in memory: app path -> content, in path order. */
export type AppFiles = ReadonlyMap<string, FileContent>;
