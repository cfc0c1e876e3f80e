import type { Node } from "@pgsql/types";
import type { Entity } from "../../spec/entity.ts";
import { grantExecute, revokeExecute } from "../ast/access-statements.ts";
import { call, column, isAmong, isNull, not, or, select, text } from "../ast/expressions.ts";
import { objectName, privateSchema, publicSchema, qualified, quoted } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import { createSetFunction, dropFunction, inPublic } from "../ast/statements.ts";
import {
  blockListOf,
  isAskedAnyway,
  pointingColumns,
  type BlockList,
  type PointingColumn,
} from "../blocks.ts";
import { part, type Part } from "./database-state.ts";
import { primaryKey, referenceOf, type EntitySet } from "./entity-set.ts";
import { functionPart, triggerPart } from "./trigger-part.ts";

/** The function that finds with whom the acting user shares a block, in either direction. */
export const blockedUsers = "blocked_users";

/** The condition of a policy that the row's owner and the acting user share no block. The set is computed once a statement. */
export function unblockedCondition(entity: Entity): Node | null {
  const { owner } = entity;
  if (owner === null) return null;
  const own = column(owner);
  const set = select({ columns: [call([privateSchema, blockedUsers])] });
  const isApart = not(isAmong(own, set));
  const isOptional =
    owner !== "id" && !referenceOf(entity, owner).required && !primaryKey(entity).includes(owner);
  return isOptional ? or([isNull(own), isApart]) : isApart;
}

type Direction = "by" | "whom";

/** What the function does, in PL/pgSQL. It reads with the rights of its owner, so that no policy of blocks is asked. */
export function blockedUsersBody(
  { by, entity, whom }: BlockList,
  directions: readonly Direction[] = ["by", "whom"],
): string {
  const queries = directions.map((me) => {
    const [mine, theirs] = me === "by" ? [by, whom] : [whom, by];
    return [
      `select b.${quoted(theirs)} from ${qualified(publicSchema, entity.table)} b`,
      `where b.${quoted(mine)} = (select auth.uid())`,
    ].join(" ");
  });
  return ["begin", `  return query ${queries.join("\n    union all ")};`, "end;"].join("\n");
}

/** The function, where an entity declares blocks. */
export function blockFunctionOf(set: EntitySet): readonly Part[] {
  const list = blockListOf(set.entities);
  if (list === null) return [];
  const name = blockedUsers;
  return [
    part({
      id: `function ${name}`,
      create: [
        createSetFunction({ schema: privateSchema, name, body: blockedUsersBody(list) }),
        revokeExecute(privateSchema, name),
        grantExecute({ schema: privateSchema, name, role: "authenticated" }),
      ],
      drop: [dropFunction(privateSchema, name)],
      inPlace: true,
    }),
  ];
}

export function blockFunction({ table }: Entity): string {
  return `keep_apart_${table}`;
}

export function blockTrigger({ table }: Entity): string {
  return objectName(table, "keep", "apart");
}

/**
 * The trigger that refuses rows which point across a block: policies hide the row that is pointed to, so that they
 * could not look up whose it is. The service role has no blocks, because it is nobody.
 */
export function keepApartOf(entity: Entity, set: EntitySet): readonly Part[] {
  const { columns, events } = keptApart(entity, set);
  if (columns.length === 0) return [];
  const name = blockFunction(entity);
  return [
    functionPart({ name, body: keepApartBody(entity, columns), definer: true }),
    triggerPart({
      name: blockTrigger(entity),
      table: inPublic(entity.table),
      moment: "before",
      events,
      columns: events.includes("update") ? columns.map(({ field }) => field) : [],
      run: name,
    }),
  ];
}

interface KeptApart {
  readonly columns: readonly CheckedColumn[];
  readonly events: readonly ("insert" | "update")[];
}

export interface CheckedColumn extends PointingColumn {
  readonly on: readonly ("insert" | "update")[];
}

/** The columns that are checked, and when: not where the rule asks for the row anyway, nor where nobody can change it. */
export function keptApart(entity: Entity, set: EntitySet): KeptApart {
  if (blockListOf(set.entities) === null) return { columns: [], events: [] };
  const fixed = new Set([...primaryKey(entity), ...entity.immutable]);
  const columns = pointingColumns(entity, set.target)
    .map((one) => ({
      ...one,
      on: (["insert", "update"] as const).filter(
        (command) =>
          entity.access[command] !== "nobody" &&
          !isAskedAnyway({ entity, command }, one) &&
          !(command === "update" && fixed.has(one.field)),
      ),
    }))
    .filter(({ on }) => on.length > 0);
  const events = (["insert", "update"] as const).filter((event) =>
    columns.some(({ on }) => on.includes(event)),
  );
  return { columns, events };
}

/** What the trigger does, in PL/pgSQL. */
export function keepApartBody(entity: Entity, columns: readonly CheckedColumn[]): string {
  const lines = columns.flatMap(({ field, on, target }) => {
    const message = `${field} of ${entity.table} belongs to somebody with whom there is a block`;
    return [
      `if ${moment(field, on)}${pointsAcross(field, target)} then`,
      `  raise exception using errcode = '42501', message = ${printLine(text(message))};`,
      "end if;",
    ];
  });
  return ["begin", ...lines.map((line) => `  ${line}`), "  return new;", "end;"].join("\n");
}

function moment(field: string, on: CheckedColumn["on"]): string {
  const isNew = `new.${quoted(field)} is distinct from old.${quoted(field)}`;
  if (on.length === 2) return `(tg_op = 'INSERT' or ${isNew}) and `;
  return on.includes("insert") ? "tg_op = 'INSERT' and " : `tg_op = 'UPDATE' and ${isNew} and `;
}

function pointsAcross(field: string, { owner, table }: Entity): string {
  const blocked = `(select ${privateSchema}.${blockedUsers}())`;
  const value = `new.${quoted(field)}`;
  if (owner === "id" || owner === null) return `${value} in ${blocked}`;
  const rows = `select from ${qualified(publicSchema, table)} r`;
  return `exists (${rows} where r.id = ${value} and r.${quoted(owner)} in ${blocked})`;
}
