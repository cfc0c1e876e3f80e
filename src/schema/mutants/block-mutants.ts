import type { Entity } from "../../spec/entity.ts";
import { asksForBlocks, blockListOf } from "../blocks.ts";
import { privateSchema, publicSchema, qualified, quoted } from "../ast/names.ts";
import { printSql } from "../ast/print-sql.ts";
import { createSetFunction, createTriggerFunction } from "../ast/statements.ts";
import {
  blockedUsers,
  blockedUsersBody,
  blockFunction,
  blockTrigger,
  keepApartBody,
  keptApart,
  type CheckedColumn,
} from "../state/block-parts.ts";
import type { EntitySet } from "../state/entity-set.ts";
import type { Mutant } from "./mutant.ts";

/** Blocks that count in one direction only. The cells of the first table that honours blocks must notice. */
export function blockMutants(set: EntitySet): readonly Mutant[] {
  const list = blockListOf(set.entities);
  const witness = set.entities.find(({ access }) => asksForBlocks(access.select));
  if (list === null || witness === undefined) return [];
  return (["by", "whom"] as const).map((direction) => ({
    table: witness.table,
    command: "select",
    sql: printSql(
      createSetFunction({
        schema: privateSchema,
        name: blockedUsers,
        body: blockedUsersBody(list, [direction]),
      }),
    ),
    equivalent: null,
  }));
}

/** The trigger that keeps new rows from pointing across a block switched off, and each of its checks left out. */
export function keepApartMutants(entity: Entity, set: EntitySet): readonly Mutant[] {
  const { columns, events } = keptApart(entity, set);
  const [first] = events;
  if (first === undefined) return [];
  const { table } = entity;
  const trigger = quoted(blockTrigger(entity));
  const off = `alter table ${qualified(publicSchema, table)} disable trigger ${trigger}`;
  return [
    { table, command: first, sql: off, equivalent: null },
    ...columns.flatMap((column) =>
      column.on.map((command) => {
        const left = columns.map((one): CheckedColumn =>
          one === column ? { ...one, on: one.on.filter((event) => event !== command) } : one,
        );
        const body = keepApartBody(
          entity,
          left.filter(({ on }) => on.length > 0),
        );
        const name = blockFunction(entity);
        const node = createTriggerFunction({ schema: privateSchema, name, body, definer: true });
        return { table, command, sql: printSql(node), equivalent: null };
      }),
    ),
  ];
}
