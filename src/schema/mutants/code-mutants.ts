import type { Node } from "@pgsql/types";
import type { FunctionSource } from "../../spec/function-source.ts";
import { and, boolean } from "../ast/expressions.ts";
import { publicSchema, qualified, quoted } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import type { TableSecurity } from "../table-security.ts";
import { setQueries, singleTableQuery } from "../truth-table/set-queries.ts";
import { cellTable } from "./cell-table.ts";
import type { Mutant } from "./mutant.ts";

/** Every trigger taken away, and every function that finds memberships for policies with one of its conditions left out, and empty. */
export async function codeMutants(
  sources: readonly FunctionSource[],
  tables: readonly TableSecurity[],
): Promise<readonly Mutant[]> {
  const functions = tables.flatMap((security) =>
    (security.functions ?? []).map((one) => ({ ...one, table: cellTable(security) })),
  );
  const queries = await setQueries(functions);
  return [
    ...sources.flatMap(triggerMutants),
    ...[...queries].flatMap(([called, query]) => {
      const [first, ...others] = functions
        .filter(({ name, schema }) => `${schema}.${name}` === called)
        .map(({ table }) => table);
      if (first === undefined || singleTableQuery(query) === null) return [];
      const { name = "", schema = "" } =
        functions.find((one) => `${one.schema}.${one.name}` === called) ?? {};
      return otherConditions(query.whereClause).map((where): Mutant => ({
        table: first,
        others,
        called: qualified(schema, name),
        command: null,
        sql: functionSql(qualified(schema, name), { SelectStmt: { ...query, whereClause: where } }),
        equivalent: null,
      }));
    }),
  ];
}

function triggerMutants({ name, schema, triggers }: FunctionSource): readonly Mutant[] {
  return triggers.map(({ table, name: trigger }): Mutant => {
    const [of = "", ...rest] = table.split(".");
    const isOurs = of === publicSchema;
    return {
      table: isOurs ? unquoted(rest.join(".")) : table,
      others: [],
      command: null,
      // A table of the platform is somebody else's: its trigger stays and does nothing.
      sql: isOurs
        ? `drop trigger ${quoted(trigger)} on ${table}`
        : `create or replace function ${qualified(schema, name)}() returns trigger language plpgsql as 'begin return new; end'`,
      equivalent: null,
    };
  });
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** One part of the conditions left out, all of them, and none that any row satisfies. */
function otherConditions(where: Node | undefined): readonly Node[] {
  const parts =
    where !== undefined && "BoolExpr" in where && where.BoolExpr.boolop === "AND_EXPR"
      ? (where.BoolExpr.args ?? [])
      : [];
  const fewer = parts.map((_, place) => and(parts.toSpliced(place, 1)));
  return [...fewer, boolean(true), boolean(false)];
}

function functionSql(called: string, query: Node): string {
  const body = `begin return query ${printLine(query)}; end`;
  return `create or replace function ${called}() returns setof uuid language plpgsql stable security definer set search_path = '' as $mutant$ ${body} $mutant$`;
}
