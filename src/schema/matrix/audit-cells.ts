import { accessCommands, type AccessCommand } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { call, column, relation, select } from "../ast/expressions.ts";
import { printLine } from "../ast/print-sql.ts";
import { auditLog, isAudited } from "../audit.ts";
import { accessCell, denied, touching, type AccessCell } from "./access-cell.ts";
import { actorsOf, type EntityContext } from "./expectations.ts";
import { deleteSql, insertSql, updateSql } from "./row-statements.ts";
import { actorOf } from "./users.ts";

/** The entity whose cells try the log, which is one for all of them: the first audited one. */
export function auditWitness(entities: readonly Entity[]): Entity | null {
  return entities.find(isAudited) ?? null;
}

/** Nobody but the server reads the log, and nobody writes or changes it. */
export function auditCells(context: EntityContext): readonly AccessCell[] {
  const { entity, set } = context;
  if (auditWitness(set.entities) !== entity) return [];
  return accessCommands.flatMap((command) =>
    actorsOf(context).map((actor) =>
      accessCell({
        table: entity.table,
        command,
        operation: `${command}-audit-log`,
        actor,
        actorValue: actorOf(actor),
        description: `${command} the audit log`,
        sql: sqlOf(command, entity),
        expect: actor === "service_role" && command === "select" ? touching(1) : denied,
      }),
    ),
  );
}

function sqlOf(command: AccessCommand, { table }: Entity): string {
  const all = { table: auditLog, key: null };
  switch (command) {
    case "select": {
      const columns = [call("count", [column("id")])];
      return printLine(select({ columns, from: { RangeVar: relation(auditLog) } }));
    }
    case "insert":
      return insertSql(auditLog, {
        table_name: table,
        row_key: "{}",
        command: "DELETE",
        role: "nobody",
      });
    case "update":
      return updateSql(all, { role: "nobody" });
    case "delete":
      return deleteSql(all);
  }
}
