import type { Entity } from "../../spec/entity.ts";
import { text } from "../ast/expressions.ts";
import { objectName, quoted } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import { inPublic } from "../ast/statements.ts";
import type { Part } from "./database-state.ts";
import { primaryKey, type EntitySet } from "./entity-set.ts";
import { guardedInsertLines, guardedUpdateLines } from "./guarded-columns.ts";
import { functionPart, triggerPart } from "./trigger-part.ts";

/**
 * The trigger that keeps API clients from columns they may not write. Policies and grants
 * cannot: they decide over whole rows and commands. On insert, counters and times are set
 * whatever the client sent; on update, a change of a guarded column is an error with
 * SQLSTATE 42501, so that the client learns of it. So is writing a column whose guard says that
 * somebody else may. The service role is not bound.
 * Nothing is made for a table that clients can neither insert into nor update.
 */
export function guardOf(entity: Entity, set: EntitySet): readonly Part[] {
  const events = guardedEvents(entity);
  if (events.length === 0) return [];
  const name = guardFunction(entity);
  const table = inPublic(entity.table);
  const body = guardBody({ entity, set });
  return [
    functionPart({ name, body, definer: false }),
    triggerPart({ name: guardTrigger(entity), table, moment: "before", events, run: name }),
  ];
}

/** The name of the trigger's function, in the private schema. */
export function guardFunction({ table }: Entity): string {
  return `guard_${table}`;
}

export function guardTrigger({ table }: Entity): string {
  return objectName(table, "guard");
}

function guardedEvents({ access }: Entity): readonly ("insert" | "update")[] {
  return (["insert", "update"] as const).filter((command) => access[command] !== "nobody");
}

interface GuardBody {
  readonly entity: Entity;
  readonly set: EntitySet;
  /** The guards of single columns that count on insert and on update. Default: the entity's. */
  readonly onInsert?: Entity["guards"];
  readonly onUpdate?: Entity["guards"];
}

/** What the trigger does, in PL/pgSQL. */
export function guardBody({ entity, set, onInsert, onUpdate }: GuardBody): string {
  const events = guardedEvents(entity);
  const counters = set.countersOn(entity).map((counter) => counter.column);
  const insert = events.includes("insert")
    ? [
        ...insertLines(counters),
        ...guardedInsertLines({ ...entity, guards: onInsert ?? entity.guards }),
      ]
    : [];
  const update = events.includes("update")
    ? [
        ...updateLines(entity, lockedColumns(entity, set)),
        ...guardedUpdateLines({ ...entity, guards: onUpdate ?? entity.guards }),
      ]
    : [];
  const branches =
    events.length === 2
      ? ["if tg_op = 'INSERT' then", ...indent(insert), "  return new;", "end if;", ...update]
      : [...insert, ...update];
  return [
    "begin",
    "  if current_user not in ('anon', 'authenticated') then",
    "    return new;",
    "  end if;",
    ...indent(branches),
    "  return new;",
    "end;",
  ].join("\n");
}

/** Columns that an API client may not change in an existing row, each once. */
function lockedColumns(entity: Entity, set: EntitySet): readonly string[] {
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
