import type { ServerChoice } from "../backend/open-project.ts";
import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import type { CheckedBodies } from "../gates/check-bodies.ts";
import { describeTables, type InspectedTable } from "../schema/describe-tables.ts";
import { runLints, type LintFinding } from "../schema/run-lints.ts";
import { applyForeignSql, type AppliedSql } from "./apply-foreign-sql.ts";
import { readSqlFiles, type SqlFile } from "./read-sql-files.ts";

export interface CheckSqlOptions {
  /** Files in the order in which they run, or folders of migrations. None reads the server as it is. */
  readonly paths: readonly string[];
  /** Null takes a Postgres of our own. */
  readonly server: ServerChoice | null;
  /** Folder of the whole program's caches. */
  readonly cacheFolder: string;
  /** Longest time one statement may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** A lint that found something, for people who want to know why it matters. */
interface LintExplanation {
  readonly code: string;
  readonly title: string;
  readonly explanation: string;
  readonly remedy: string;
}

export interface CheckedSql {
  /** 1 when a statement failed or an error was found. */
  readonly exitCode: ExitCode;
  /** The server on which that was, or null for a Postgres of our own. */
  readonly server: string | null;
  readonly files: number;
  readonly statements: number;
  readonly applied: number;
  /** Functions whose bodies were read; null where a server was read as it is. */
  readonly bodies: Pick<CheckedBodies, "functions" | "statements" | "dynamic"> | null;
  readonly tables: readonly InspectedTable[];
  readonly diagnostics: readonly Diagnostic[];
  /** Each lint once, in the order of the findings. */
  readonly lints: readonly LintExplanation[];
}

/**
 * Applies what applies of anybody's SQL to a database that is thrown away, or reads that of a server as it is, and says
 * what is wrong with the statements and with the database that they make.
 * @throws InputError when no SQL is found or nothing in it is a statement, or the server refuses
 */
export async function checkSql(options: CheckSqlOptions): Promise<CheckedSql> {
  const files = await readSqlFiles(options.paths);
  const applied = await stateToCheck(options, files);
  const { facts, server } = applied;
  const findings = await runLints(facts);
  const diagnostics = [
    ...applied.diagnostics,
    ...(applied.bodies?.diagnostics ?? []),
    ...findings.map((finding) => lintDiagnostic(finding, applied)),
  ];
  return {
    exitCode: hasErrors(diagnostics) ? exitCode.gateRed : exitCode.done,
    server,
    files: files.length,
    statements: applied.statements,
    applied: applied.applied,
    bodies: bodyCounts(applied),
    tables: describeTables(facts),
    diagnostics,
    lints: explanations(findings),
  };
}

function bodyCounts({ bodies }: AppliedSql): CheckedSql["bodies"] {
  if (bodies === null) return null;
  const { dynamic, functions, statements } = bodies;
  return { functions, statements, dynamic };
}

async function stateToCheck(
  options: CheckSqlOptions,
  files: readonly SqlFile[],
): Promise<AppliedSql> {
  if (files.length === 0) {
    if (options.server === null) {
      throw new InputError("There is nothing to check.", {
        nextSteps: ["Name SQL files or a folder with migrations, or a server with --database-url."],
      });
    }
    const { inspectServer } = await import("./inspect-server.ts");
    const found = await inspectServer({ ...options, url: options.server.url });
    return {
      ...found,
      statements: 0,
      applied: 0,
      bodies: null,
      diagnostics: [],
      places: new Map(),
    };
  }
  const applied = await applyForeignSql({ ...options, files });
  if (applied.statements === 0)
    throw new InputError("There is no SQL statement in what was given.");
  return applied;
}

function lintDiagnostic(finding: LintFinding, { places }: AppliedSql): Diagnostic {
  const place = finding.objects
    .map((object) => places.get(object))
    .find((one) => one !== undefined);
  return diagnostic({
    code: finding.lint.code,
    severity: finding.lint.severity,
    file: place?.file,
    line: place?.line,
    column: place?.column,
    name: finding.name,
    message: finding.message,
    fix: finding.lint.remedy,
  });
}

function explanations(findings: readonly LintFinding[]): readonly LintExplanation[] {
  const lints = new Map(findings.map(({ lint }) => [lint.code, lint]));
  return [...lints.values()].map(({ code, title, explanation, remedy }) => ({
    code,
    title,
    explanation,
    remedy,
  }));
}
