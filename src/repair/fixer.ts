import type { Finding } from "./finding.ts";
import type { LanguageServer } from "./language-server.ts";
import type { Project } from "./project.ts";
import type { SourceFile } from "./source-file.ts";
import type { TextEdit } from "./text-edit.ts";

/** What a fixer would do to one file. */
export type FileFix =
  | { readonly kind: "edit"; readonly path: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: "create"; readonly path: string; readonly text: string }
  | { readonly kind: "rename"; readonly path: string; readonly to: string };

/** One way to mend a finding: all its parts together or none. */
export interface Attempt {
  readonly fixes: readonly FileFix[];
  /** Default: false. True where the finding stays until somebody does something outside of the files; `why` tells. */
  readonly isPartial?: boolean;
  readonly why?: string;
}

/**
 * Ways to mend a finding, best first: the next is tried when one turns out to be wrong. Or why there is none, for
 * people: one sentence that ends without a full stop; null when the finding is none of the fixer's business.
 */
export type FixerAnswer =
  | { readonly kind: "attempts"; readonly attempts: readonly Attempt[] }
  | { readonly kind: "none"; readonly why: string | null };

/** What a fixer may look at. Nothing here changes anything. */
export interface FixerContext {
  readonly project: Project;
  readonly source: SourceFile;
  readonly server: Pick<LanguageServer, "quickFixes" | "hover" | "completions">;
}

/**
 * What creates what: a file that cannot be read hides what it gives, a missing module hides its names, missing names
 * hide types, and only then is it known what nobody uses.
 */
export const stages = ["syntax", "modules", "exports", "names", "types", "unused"] as const;
export type Stage = (typeof stages)[number];

/** Mends the findings of one code, or of a few that mean the same. */
export interface Fixer {
  readonly name: string;
  readonly codes: readonly string[];
  readonly stage: Stage;
  /** Default: false. True where mending one finding may show another that it hid: as many errors as before are fine. */
  readonly reveals?: boolean;
  /** Default: false. True where anything new that is found next to an edit says that it is in the wrong place. */
  readonly mustBeSure?: boolean;
  propose(finding: Finding, context: FixerContext): Promise<FixerAnswer> | FixerAnswer;
}

/** The finding is about something else. */
export const notMine: FixerAnswer = { kind: "none", why: null };

export function none(why: string): FixerAnswer {
  return { kind: "none", why };
}

/** Edits of the file that the finding is in, as one attempt. */
export function editFile(source: SourceFile, ...edits: readonly TextEdit[]): FixerAnswer {
  return attempts([editOf(source, ...edits)]);
}

export function attempts(found: readonly Attempt[]): FixerAnswer {
  return { kind: "attempts", attempts: found };
}

export function editOf(source: SourceFile, ...edits: readonly TextEdit[]): Attempt {
  return { fixes: [{ kind: "edit", path: source.path, edits }] };
}
