/** What a finding is about. Unknown parts are null, so that renderers never guess. */
interface Subject {
  /** Path relative to the app folder or the templates folder, with forward slashes. */
  readonly file: string | null;
  /** 1-based line. */
  readonly line: number | null;
  /** 1-based column. */
  readonly column: number | null;
  /** A named thing that is not a file: a table, a feature, a route, a statement. */
  readonly name: string | null;
}

export type Severity = "error" | "warning" | "info";

/** The one shape of a finding, whoever made it. Codes are stable: kebab-case, prefixed by the stage that reports them. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly message: string;
  /** What to do next, as one sentence, or null when there is nothing to advise. */
  readonly fix: string | null;
}

export interface DiagnosticInput {
  readonly code: string;
  readonly message: string;
  /** Default: "error". */
  readonly severity?: Severity | undefined;
  readonly file?: string | null | undefined;
  readonly line?: number | null | undefined;
  readonly column?: number | null | undefined;
  readonly name?: string | null | undefined;
  readonly fix?: string | null | undefined;
}

/** Fills the fields a caller leaves out, so that every diagnostic has all of them. */
export function diagnostic(input: DiagnosticInput): Diagnostic {
  return {
    code: input.code,
    severity: input.severity ?? "error",
    subject: {
      file: input.file ?? null,
      line: input.line ?? null,
      column: input.column ?? null,
      name: input.name ?? null,
    },
    message: input.message,
    fix: input.fix ?? null,
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((found) => found.severity === "error");
}
