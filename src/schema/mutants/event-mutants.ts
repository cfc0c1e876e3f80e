import type { Entity } from "../../spec/entity.ts";
import { grantExecute, revokeExecuteFrom } from "../ast/access-statements.ts";
import { printSql } from "../ast/print-sql.ts";
import { prepareName } from "../state/event-parts.ts";
import type { Mutant } from "./mutant.ts";

/** The function that makes partitions ahead given to everybody else, and taken from the server. */
export function eventMutants(entity: Entity): readonly Mutant[] {
  if (entity.events !== true) return [];
  const name = prepareName(entity);
  const statements = [
    grantExecute({ ...name, role: "anon" }),
    grantExecute({ ...name, role: "authenticated" }),
    revokeExecuteFrom({ ...name, roles: ["service_role"] }),
  ];
  return statements.map((statement) => ({
    table: entity.table,
    command: "select",
    sql: printSql(statement),
    equivalent: null,
  }));
}
