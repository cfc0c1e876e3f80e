import type { Entity } from "../spec/entity.ts";
import { isMade } from "../spec/field.ts";
import { privateSchema } from "./ast/names.ts";
import type { TableName } from "./ast/statements.ts";
import { searchColumn, searchOf } from "./search.ts";

/** The one table that holds what happened to the rows of all audited entities. */
export const auditLog: TableName = { schema: privateSchema, table: "audit_log" };

/** Whether inserts, updates and deletes of the entity's rows are recorded. */
export function isAudited({ audited }: Entity): boolean {
  return audited === true;
}

/** Columns whose old values are never recorded: the ones that the entity names, and what is made of other columns. */
export function unrecordedColumns(entity: Entity): readonly string[] {
  return [
    ...(entity.unaudited ?? []),
    ...entity.fields.filter(isMade).map(({ name }) => name),
    ...(searchOf(entity) === null ? [] : [searchColumn]),
  ];
}
