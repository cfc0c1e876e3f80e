import type { Node } from "@pgsql/types";
import type { Entity } from "../../spec/entity.ts";
import { grantExecute, grantUsage, revokeExecuteFrom } from "../ast/access-statements.ts";
import { cast, text, typeName } from "../ast/expressions.ts";
import { privateSchema, publicSchema, qualified, quoted } from "../ast/names.ts";
import { createServerFunction, dropFunctionOf, type FunctionName } from "../ast/statements.ts";
import { mayBeHeld, purgeFunction } from "../purge.ts";
import { isSoftlyDeleted } from "../soft-delete.ts";
import { part, type Part } from "./database-state.ts";
import { primaryKey, type EntitySet } from "./entity-set.ts";

const interval = typeName("interval");
const parameters = [
  { name: "older_than", type: interval, defaultValue: cast(text("30 days"), interval) },
];

/** Most rows that one call deletes, so that it never holds many rows for long. */
const maxPurged = 1000;

/** The function that deletes for good what was removed softly; none for other entities. */
export function purgePartOf(entity: Entity, set: EntitySet): readonly Part[] {
  if (!isSoftlyDeleted(entity)) return [];
  const name = purgeName(entity);
  return [
    part({
      id: `function ${privateSchema}.${name.name}`,
      create: [
        createPurge({ entity, set, conditions: purgeConditions(entity) }),
        revokeExecuteFrom({ ...name, roles: ["anon", "authenticated"] }),
        grantExecute({ ...name, role: "service_role" }),
        grantUsage(privateSchema, "service_role"),
      ],
      drop: [dropFunctionOf(name)],
      inPlace: true,
      outlivesTable: true,
    }),
  ];
}

/** The function as statements name it. */
export function purgeName(entity: Entity): FunctionName {
  const args = parameters.map(({ type }) => type);
  return { schema: privateSchema, name: purgeFunction(entity), args };
}

/**
 * Which rows `r` go. The owner writes `deleted_at` and may choose a time long ago; the time of the last change is the
 * database's own, and removing a row is a change.
 */
export function purgeConditions(entity: Entity): readonly string[] {
  const before = `now() - ${quoted(purgeFunction(entity))}.older_than`;
  return [`r.deleted_at < ${before}`, `r.updated_at < ${before}`];
}

interface Purge {
  readonly entity: Entity;
  readonly set: EntitySet;
  /** What must hold of a row `r` that goes. None: every row goes. */
  readonly conditions: readonly string[];
}

/** The function with these conditions. */
export function createPurge(purge: Purge): Node {
  const { name, schema } = purgeName(purge.entity);
  return createServerFunction({ schema, name, body: purgeBody(purge), parameters });
}

/** Rows go one by one in the order of their key; what somebody is changing right now, and what must stay, waits for the next call. */
function purgeBody({ conditions, entity, set }: Purge): string {
  const table = qualified(publicSchema, entity.table);
  const key = primaryKey(entity).map(quoted);
  const own = key.map((column) => `r.${column}`).join(", ");
  const same = key.map((column) => `r.${column} = doomed.${column}`).join(" and ");
  const remove = [`delete from ${table} r where ${same};`, "purged := purged + 1;"];
  const attempt = mayBeHeld(entity, set)
    ? [
        "begin",
        ...remove.map((line) => `  ${line}`),
        "exception",
        "  when foreign_key_violation or restrict_violation then null;",
        "end;",
      ]
    : remove;
  return [
    "declare",
    "  doomed record;",
    "  purged integer := 0;",
    "begin",
    "  for doomed in",
    `    select ${own}`,
    `    from ${table} r`,
    `    where ${conditions.length === 0 ? "true" : conditions.join(" and ")}`,
    `    order by ${own}`,
    "    for update of r skip locked",
    "  loop",
    `    exit when purged >= ${maxPurged};`,
    ...attempt.map((line) => `    ${line}`),
    "  end loop;",
    "  return purged;",
    "end;",
  ].join("\n");
}
