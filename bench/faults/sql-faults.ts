import type { SplitStatement } from "../../src/schema/split-statements.ts";

/** One statement of one migration, with the file that it is in. */
export interface SqlPlace {
  readonly path: string;
  readonly text: string;
  readonly statement: SplitStatement;
}

/** A way in which migrations break: the text of the file after it, or null where a statement cannot break so. */
export interface SqlFaultKind {
  readonly name: string;
  plant(place: SqlPlace): string | null;
}

function isSql({ statement }: SqlPlace, pattern: RegExp): boolean {
  return pattern.test(statement.sql);
}

function without({ text, statement: { sql } }: SqlPlace): string {
  return text.replace(`${sql};\n`, () => "");
}

export const sqlFaultKinds: readonly SqlFaultKind[] = [
  {
    name: "index-lost",
    plant: (place) => (isSql(place, /^create index /) ? without(place) : null),
  },
  {
    name: "grant-lost",
    plant: (place) => (isSql(place, /^grant [a-z, ]+ on public\./) ? without(place) : null),
  },
  {
    name: "row-security-lost",
    plant: (place) => (isSql(place, /enable row level security$/) ? without(place) : null),
  },
  {
    name: "policy-asks-itself",
    plant: ({ text, statement: { sql } }) => {
      const found =
        /^create policy \S+\s+on public\.(\w+)\s+for select[\s\S]*?using \((\w+) = \(select auth\.uid\(\)\)\)$/.exec(
          sql,
        );
      const [, table, column] = found ?? [];
      if (table === undefined || column === undefined) return null;
      const own = `${column} = (select auth.uid())`;
      const asked = `${column} in (select inner_rows.${column} from public.${table} as inner_rows where inner_rows.${own})`;
      return text.replace(sql, () => sql.replace(`(${own})`, () => `(${asked})`));
    },
  },
  {
    name: "statement-too-early",
    plant: (place) => {
      const { text, statement } = place;
      if (!isSql(place, /^(?:create (?:index|policy|table|or replace trigger)|alter table|grant)/))
        return null;
      const first = /^(?:set local|create|drop|alter|grant|revoke|insert|do|comment)\b/m.exec(text);
      if (first === null) return null;
      const rest = without(place);
      return `${rest.slice(0, first.index)}${statement.sql};\n\n${rest.slice(first.index)}`;
    },
  },
];
