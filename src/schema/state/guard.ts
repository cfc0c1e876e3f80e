import type { Entity } from "../../spec/entity.ts";
import { text } from "../ast/expressions.ts";
import { objectName, quoted } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import { inPublic } from "../ast/statements.ts";
import type { Part } from "./database-state.ts";
import { primaryKey, type EntitySet } from "./entity-set.ts";
import { functionPart, triggerPart } from "./trigger-part.ts";

/**
 * The trigger that keeps API clients from columns they may not write. Policies and grants
 * cannot: they decide over whole rows and commands. On insert, counters and times are set
 * whatever the client sent; on update, a change of a guarded column is an error with
 * SQLSTATE 42501, so that the client learns of it. The service role is not bound.
 * Nothing is made for a table that clients can neither insert into nor update.
 */
export function guardOf(entity: Entity, set: EntitySet): readonly Part[] {
  const events = (["insert", "update"] as const).filter(
    (command) => entity.access[command] !== "nobody",
  );
  if (events.length === 0) return [];
  const counters = set.countersOn(entity).map((counter) => counter.column);
  const onInsert = events.includes("insert") ? insertLines(counters) : [];
  const onUpdate = events.includes("update")
    ? updateLines(entity, guardedColumns(entity, set))
    : [];
  const branches =
    events.length === 2
      ? ["if tg_op = 'INSERT' then", ...indent(onInsert), "  return new;", "end if;", ...onUpdate]
      : [...onInsert, ...onUpdate];
  const body = [
    "begin",
    "  if current_user not in ('anon', 'authenticated') then",
    "    return new;",
    "  end if;",
    ...indent(branches),
    "  return new;",
    "end;",
  ].join("\n");
  const name = `guard_${entity.table}`;
  const table = inPublic(entity.table);
  return [
    functionPart({ name, body, definer: false }),
    triggerPart({
      name: objectName(entity.table, "guard"),
      table,
      moment: "before",
      events,
      run: name,
    }),
  ];
}

/** Columns that an API client may not change in an existing row, each once. */
function guardedColumns(entity: Entity, set: EntitySet): readonly string[] {
  return [
    ...new Set([
      ...primaryKey(entity),
      ...(entity.owner === null ? [] : [entity.owner]),
      ...entity.immutable,
      ...set.countersOn(entity).map((counter) => counter.column),
      "created_at",
    ]),
  ];
}

function insertLines(counters: readonly string[]): readonly string[] {
  return [
    ...counters.map((name) => `new.${quoted(name)} := 0;`),
    "new.created_at := now();",
    "new.updated_at := now();",
  ];
}

function updateLines(entity: Entity, columns: readonly string[]): readonly string[] {
  return columns.flatMap((name) => {
    const message = printLine(text(`${name} of ${entity.table} cannot be changed`));
    return [
      `if new.${quoted(name)} is distinct from old.${quoted(name)} then`,
      `  raise exception using errcode = '42501', message = ${message};`,
      "end if;",
    ];
  });
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
