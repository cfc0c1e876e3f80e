import { counted } from "../../core/counted.ts";
import type { Severity } from "../../core/diagnostic.ts";
import type { CheckedSql } from "../../pipeline/check-sql.ts";
import { wrap } from "./columns.ts";
import { diagnosticLines } from "./diagnostic-lines.ts";
import { paint } from "./paint.ts";

/** The findings of a check: statements first, then each lint with what it means. */
export function checkLines(checked: CheckedSql): readonly string[] {
  const { diagnostics, lints } = checked;
  const statements = diagnostics.filter(({ code }) => !lints.some((lint) => lint.code === code));
  return [
    ...statements.flatMap(diagnosticLines),
    ...lints.flatMap(({ code, title, explanation, remedy }) => [
      "",
      paint.bold(title),
      ...wrap(explanation, { indent: "  " }).map((line) => paint.dim(line)),
      ...wrap(remedy, { indent: "  " }).map((line) => paint.cyan(line)),
      ...diagnostics
        .filter((found) => found.code === code)
        .flatMap((found) => diagnosticLines({ ...found, fix: null })),
    ]),
    ...(diagnostics.length === 0 ? [] : [""]),
    summary(checked),
  ];
}

function summary(checked: CheckedSql): string {
  const { server, files, statements, applied, tables, diagnostics } = checked;
  const count = (severity: Severity, noun: string) =>
    counted(diagnostics.filter((found) => found.severity === severity).length, noun);
  const findings =
    diagnostics.length === 0
      ? "no findings"
      : [count("error", "error"), count("warning", "warning"), count("info", "note")].join(", ");
  const found = `${counted(tables.length, "table")}${bodyWords(checked)}: ${findings}.`;
  if (server !== null && files === 0) return `${server} read as it is, ${found}`;
  const where = server === null ? "" : ` to ${server} and undone`;
  return `${applied} of ${counted(statements, "statement")} of ${counted(files, "file")} applied${where}, ${found}`;
}

function bodyWords({ bodies }: CheckedSql): string {
  if (bodies === null || bodies.functions === 0) return "";
  const { dynamic, functions, statements } = bodies;
  const unknown = dynamic === 0 ? "" : ` and ${dynamic} known only when they run`;
  return `, ${counted(functions, "function")} with ${counted(statements, "statement")} inside${unknown}`;
}
