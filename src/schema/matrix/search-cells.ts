import { maxSearchPage, searchFunction, searchOf } from "../search.ts";
import { call, column, equal, integer, nothing, select, text } from "../ast/expressions.ts";
import { publicSchema } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import { accessCell, denied, touching, type AccessCell } from "./access-cell.ts";
import { actorsOf, rowClasses, type EntityContext } from "./expectations.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import { actorOf } from "./users.ts";

/** A word that no row of the fixtures has, so that its negation finds all of them. */
const noWord = "zzqxjv";
const anyWord = `-${noWord}`;

/**
 * The search function finds for each actor exactly the rows that the select rule gives them: each row alone, and all
 * of them together. It passes by the policies, so that only these cells see what it shows.
 */
export function searchCells(context: EntityContext): readonly AccessCell[] {
  const { entity, maker, oracle } = context;
  if (searchOf(entity) === null) return [];
  const rows = maker.rowsOf(entity);
  const single = rows.length > maxSearchPage ? [] : rowClasses(context);
  return actorsOf(context).flatMap((actor) => {
    const access = { entity, command: "select", actor: actorOf(actor) } as const;
    const mayUse = oracle.mayUse(access);
    const attempt = { table: entity.table, command: "select", actor } as const;
    const seen = rows.filter((row) => oracle.covers({ ...access, row }));
    return [
      ...single.map((row) =>
        accessCell({
          ...attempt,
          operation: `search/${row.label}`,
          actorValue: access.actor,
          description: `find one row by a search (${row.label})`,
          sql: searchSql(context, { query: anyWord, row }),
          expect: mayUse ? touching(seen.includes(row) ? 1 : 0) : denied,
        }),
      ),
      accessCell({
        ...attempt,
        operation: "search-all",
        actorValue: access.actor,
        description: "find every row by a search",
        sql: searchSql(context, { query: anyWord, row: null }),
        expect: mayUse ? touching(Math.min(seen.length, maxSearchPage)) : denied,
      }),
      accessCell({
        ...attempt,
        operation: "search-none",
        actorValue: access.actor,
        description: "find rows by a word that none has",
        sql: searchSql(context, { query: noWord, row: null }),
        expect: mayUse ? touching(0) : denied,
      }),
    ];
  });
}

interface SearchCall {
  readonly query: string;
  /** The row that is looked for; null for all. */
  readonly row: FixtureRow | null;
}

function searchSql({ entity }: EntityContext, { query, row }: SearchCall): string {
  const args = [text(query), integer(maxSearchPage), nothing];
  const found = call([publicSchema, searchFunction(entity)], args);
  const id = row?.values["id"];
  return printLine(
    select({
      columns: [integer(1)],
      from: {
        RangeFunction: {
          functions: [{ List: { items: [found] } }],
          alias: { aliasname: "found" },
        },
      },
      where: typeof id === "string" ? equal(column("found", "id"), text(id)) : undefined,
    }),
  );
}
