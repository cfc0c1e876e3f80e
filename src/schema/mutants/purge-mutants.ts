import type { Entity } from "../../spec/entity.ts";
import { grantExecute, grantUsage, revokeExecuteFrom } from "../ast/access-statements.ts";
import { privateSchema } from "../ast/names.ts";
import { printSql } from "../ast/print-sql.ts";
import { isSoftlyDeleted } from "../soft-delete.ts";
import type { EntitySet } from "../state/entity-set.ts";
import { createPurge, purgeConditions, purgeName } from "../state/purge-part.ts";
import type { Mutant } from "./mutant.ts";

/** The function that deletes for good with each condition left out, with none and deleting nothing; given to others, and taken from the server. */
export function purgeMutants(entity: Entity, set: EntitySet): readonly Mutant[] {
  if (!isSoftlyDeleted(entity)) return [];
  const conditions = purgeConditions(entity);
  const name = purgeName(entity);
  const bodies = [
    ...conditions.map((_, place) => conditions.toSpliced(place, 1)),
    [],
    [...conditions, "false"],
  ].map((changed) => printSql(createPurge({ entity, set, conditions: changed })));
  const rights = [
    ...(["anon", "authenticated"] as const).map((role) => [
      grantUsage(privateSchema, role),
      grantExecute({ ...name, role }),
    ]),
    [revokeExecuteFrom({ ...name, roles: ["service_role"] })],
  ].map((nodes) => nodes.map(printSql).join("; "));
  return [...bodies, ...rights].map((sql) => ({
    table: entity.table,
    others: [],
    command: "select",
    sql,
    equivalent: null,
  }));
}
