import type { Migration, MigrationStatement } from "../spec/migration.ts";

/** A migration as `compileMigration` returns it; without titles and sections it prints without headings. */
export interface PrintableMigration extends Migration {
  readonly title?: string;
  readonly statements: readonly PrintableStatement[];
}

interface PrintableStatement extends MigrationStatement {
  readonly section?: string;
}

/**
 * The text of the migration's file: a header that says what it does, then the statements in order
 * below one heading a table. Ends with a newline.
 */
export function printMigration(migration: PrintableMigration): string {
  const { statements } = migration;
  const body = statements.map((statement, position) => {
    const { section, sql } = statement;
    const isNew = section !== undefined && section !== statements[position - 1]?.section;
    const space = isReplaced(statements[position - 1], statement) && !isNew ? "\n" : "\n\n";
    return `${space}${isNew ? `-- ${oneLine(section)}\n\n` : ""}${lossComment(statement)}${sql};`;
  });
  return `${header(migration)}${body.join("")}\n`;
}

/** The drop of a policy that may be there already and the policy itself are one thing for readers. */
function isReplaced(before: PrintableStatement | undefined, { sql }: PrintableStatement): boolean {
  const dropped = /^drop policy if exists (.*) on (.*)$/.exec(before?.sql ?? "");
  return dropped !== null && sql.startsWith(`create policy ${dropped[1]}\n  on ${dropped[2]}\n`);
}

function header({ title, name, statements }: PrintableMigration): string {
  const created = statements.filter(({ sql }) =>
    sql.startsWith("create table if not exists "),
  ).length;
  const destructive = statements.filter(({ label }) => label === "destructive").length;
  return [
    oneLine(title ?? name.replaceAll("_", " ")),
    ...(created === 0
      ? []
      : [
          "",
          "Every table has row level security: its grants and policies say who may do what.",
          "Functions that triggers run live in the schema private, which the API does not expose.",
        ]),
    ...(destructive === 0 ? [] : ["", lossNotice(destructive)]),
  ]
    .map((line) => `-- ${line}`.trimEnd())
    .join("\n");
}

function lossNotice(count: number): string {
  return count === 1
    ? "One statement below is destructive."
    : `${count} statements below are destructive.`;
}

function lossComment({ label, reason }: PrintableStatement): string {
  return label === "destructive" ? `-- Destructive: ${oneLine(reason ?? "it loses data")}.\n` : "";
}

/** A comment ends with its line, so free text in one must not have a second. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
