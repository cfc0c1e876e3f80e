import { accessCommands, type AccessCommand } from "../../spec/access-rule.ts";
import { privateSchema, qualified } from "../ast/names.ts";
import { printSql } from "../ast/print-sql.ts";
import { createTriggerFunction } from "../ast/statements.ts";
import { auditLog } from "../audit.ts";
import { auditWitness } from "../matrix/audit-cells.ts";
import { auditBody, auditFunction, type Forgotten } from "../state/audit-parts.ts";
import type { EntitySet } from "../state/entity-set.ts";
import type { Mutant } from "./mutant.ts";

/** The log opened to clients and to changes, closed to the server, and a function that forgets a part of what happens. */
export function auditMutants({ entities }: EntitySet): readonly Mutant[] {
  const witness = auditWitness(entities);
  if (witness === null) return [];
  const { table } = witness;
  const log = qualified(auditLog.schema, auditLog.table);
  const rights = (command: AccessCommand, sql: string): Mutant => ({
    table,
    command,
    sql,
    equivalent: null,
  });
  const parts: readonly Forgotten[] = ["everything", "key", "actor", "role", "old values"];
  return [
    ...(["anon", "authenticated"] as const).flatMap((role) =>
      accessCommands.map((command) =>
        rights(
          command,
          `grant usage on schema ${privateSchema} to ${role}; grant ${command} on ${log} to ${role}; alter table ${log} disable row level security`,
        ),
      ),
    ),
    ...accessCommands.map((command) =>
      rights(
        command,
        command === "select"
          ? `revoke select on ${log} from service_role`
          : `grant ${command} on ${log} to service_role`,
      ),
    ),
    ...parts.map((part): Mutant => ({
      table,
      // Effects are tried of what changes code.
      others: [],
      command: null,
      sql: printSql(
        createTriggerFunction({
          schema: privateSchema,
          name: auditFunction,
          body: auditBody(part),
          definer: true,
        }),
      ),
      equivalent: null,
    })),
  ];
}
