import { applyStatements } from "../../../src/backend/apply-statements.ts";
import type { Made, Point } from "./point.ts";

/** Running everything again must change nothing and fail nowhere. */
async function failsAgain({ session, statements }: Made): Promise<readonly string[]> {
  const failure = await session.rolledBack((inner) => applyStatements(inner, statements));
  return failure === null ? [] : [`a second run fails: ${failure.error.message}: ${failure.sql}`];
}

/** Statements of a later phase that hold a table while they look at all of its rows. */
function holding(later: readonly string[]): readonly string[] {
  return later.filter(
    (sql) =>
      sql.startsWith("alter table") &&
      sql
        .split(/(?=add constraint )/)
        .slice(1)
        .some((clause) => /\b(?:check|foreign key) ?\(/.test(clause) && !/not valid/.test(clause)),
  );
}

async function uncommented({ declared, session }: Made): Promise<readonly string[]> {
  const { rows } = await session.query(
    `select c.relname as name, a.attname as column_name from pg_description d join pg_class c on c.oid = d.objoid and c.relnamespace = 'public'::regnamespace
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0`,
  );
  const found = new Set(
    rows.map((row) => [row["name"], row["column_name"]].filter(Boolean).join(".")),
  );
  const wanted = declared.flatMap(({ description, fields, table }) => [
    ...(description === "" ? [] : [table]),
    ...fields.filter((field) => field.description !== "").map((field) => `${table}.${field.name}`),
  ]);
  return wanted.filter((name) => !found.has(name));
}

export const migrations: readonly Point[] = [
  {
    number: 40,
    says: "migrations may run again, wait for locks with a limit, check filled tables without holding them, and say what tables and columns are",
    violations: async (made) => [
      ...(await failsAgain(made)),
      ...(made.later.some((sql) => /lock_timeout/.test(sql)) ? [] : ["no limit for locks"]),
      ...holding(made.later),
      ...(await uncommented(made)),
    ],
    fault: "create table public.planted (id uuid primary key)",
  },
];
