import { z } from "zod";

/** What a finding is about. Unknown parts are null, so that renderers never guess. */
const subjectSchema = z
  .object({
    /** Path relative to the app folder or the templates folder, with forward slashes. */
    file: z.string().nullable(),
    /** 1-based line. */
    line: z.number().int().positive().nullable(),
    /** 1-based column. */
    column: z.number().int().positive().nullable(),
    /** A named thing that is not a file: a table, a feature, a route, a statement. */
    name: z.string().nullable(),
  })
  .readonly();

/** The one shape of a finding, whoever made it. Codes are stable: kebab-case, prefixed by the stage that reports them. */
export const diagnosticSchema = z
  .object({
    code: z.string().regex(/^[a-z0-9]+(?:[-/][a-z0-9]+)*$/i),
    severity: z.enum(["error", "warning", "info"]),
    subject: subjectSchema,
    message: z.string().min(1),
    /** What to do next, as one sentence, or null when there is nothing to advise. */
    fix: z.string().nullable(),
  })
  .readonly();

export type Diagnostic = z.infer<typeof diagnosticSchema>;
export type Severity = Diagnostic["severity"];

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
