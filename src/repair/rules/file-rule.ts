import type { Project } from "../project.ts";
import type { SourceFile } from "../source-file.ts";

/** A place of a file that a rule of ours finds wrong. */
export interface RulePlace {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** What no compiler says, found in the syntax tree of one file. */
export interface FileRule {
  readonly code: string;
  find(source: SourceFile, project: Project): readonly RulePlace[];
}
