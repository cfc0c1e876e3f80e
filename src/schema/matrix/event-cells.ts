import { call, integer, select } from "../ast/expressions.ts";
import { privateSchema, publicSchema } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import { prepareFunction } from "../events.ts";
import { accessCell, denied, touching, type AccessCell } from "./access-cell.ts";
import { actorsOf, type EntityContext } from "./expectations.ts";
import { selectSql } from "./row-statements.ts";
import { actorOf } from "./users.ts";

/** Partitions are made by the server alone, and nobody reads one by its own name. */
export function eventCells(context: EntityContext): readonly AccessCell[] {
  const { entity } = context;
  if (entity.events !== true) return [];
  const prepare = call([publicSchema, prepareFunction(entity)], [integer(2)]);
  const rest = { schema: privateSchema, table: `${entity.table}_default` };
  return actorsOf(context).flatMap((actor) => {
    const attempt = {
      table: entity.table,
      command: "select" as const,
      actor,
      actorValue: actorOf(actor),
    };
    return [
      accessCell({
        ...attempt,
        operation: "prepare",
        description: "make partitions ahead",
        sql: printLine(select({ columns: [prepare] })),
        expect: actor === "service_role" ? touching(1) : denied,
      }),
      accessCell({
        ...attempt,
        operation: "select-partition",
        description: "read a partition by its own name",
        sql: selectSql({ table: rest, key: null }),
        expect: denied,
      }),
    ];
  });
}
