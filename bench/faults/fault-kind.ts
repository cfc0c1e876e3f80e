import type { Project } from "../../src/repair/project.ts";
import type { SourceFile } from "../../src/repair/source-file.ts";
import type { TextEdit } from "../../src/repair/text-edit.ts";

/** One fault in one file: what is edited, or the name that the file gets. */
export interface Fault {
  readonly edits: readonly TextEdit[];
  readonly renameTo?: string;
}

/** A way in which files break. */
export interface FaultKind {
  readonly name: string;
  /** False for what only people can decide: a repair must report it and leave it alone. */
  readonly isMechanical: boolean;
  /** Every place of a healthy file where it could happen. */
  faults(source: SourceFile, project: Project): readonly Fault[];
}

export function kind(
  name: string,
  faults: FaultKind["faults"],
  { isMechanical = true }: { readonly isMechanical?: boolean } = {},
): FaultKind {
  return { name, isMechanical, faults };
}

export function fault(...edits: readonly TextEdit[]): Fault {
  return { edits };
}

/** The word with two letters in its middle swapped, or null where that changes nothing. */
export function misspelt(word: string): string | null {
  if (word.length < 5) return null;
  const at = Math.floor(word.length / 2);
  const [left = "", right = ""] = [word[at - 1], word[at]];
  return left === right ? null : word.slice(0, at - 1) + right + left + word.slice(at + 1);
}
