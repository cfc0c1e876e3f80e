import type {
  ColumnFacts,
  DatabaseFacts,
  DataCommand,
  FunctionFacts,
  IndexFacts,
  PolicyFacts,
  RelationName,
  TableFacts,
} from "../../spec/database-facts.ts";
import { quoted } from "../ast/names.ts";
import type { LintHit, LintSubject } from "./lint.ts";

/** Tables that the API shows. */
export function exposedTables({ tables }: DatabaseFacts): readonly TableFacts[] {
  return tables.filter(({ schema, isPartition }) => schema === "public" && !isPartition);
}

/** Tables that the project made, in any schema. */
export function ownTables({ tables }: DatabaseFacts): readonly TableFacts[] {
  return tables.filter(({ schema, isPartition }) => !isPlatform(schema) && !isPartition);
}

function isPlatform(schema: string): boolean {
  return schema === "storage" || schema === "realtime";
}

/** Schema-qualified, without the schema everybody means. */
export function nameOf({ schema, name }: RelationName): string {
  return schema === "public" ? name : `${schema}.${name}`;
}

export function sameRelation(left: RelationName, right: RelationName): boolean {
  return left.name === right.name && left.schema === right.schema;
}

export function tableHit(table: RelationName, message: string): LintHit {
  return { objects: [objectKey("table", table)], name: nameOf(table), message };
}

export interface ColumnPlace {
  readonly table: TableFacts;
  readonly column: ColumnFacts;
}

export function columnsOf(tables: readonly TableFacts[]): readonly ColumnPlace[] {
  return tables.flatMap((table) => table.columns.map((column) => ({ table, column })));
}

export function columnHit({ table, column }: ColumnPlace, message: string): LintHit {
  const key = `column ${table.schema}.${table.name}.${column.name}`;
  const name = `${nameOf(table)}.${column.name}`;
  return { objects: [key, objectKey("table", table)], name, message };
}

export interface PolicyPlace {
  readonly table: TableFacts;
  readonly policy: PolicyFacts;
}

export function policiesOf(tables: readonly TableFacts[]): readonly PolicyPlace[] {
  return tables.flatMap((table) => table.policies.map((policy) => ({ table, policy })));
}

export function policyHit({ table, policy }: PolicyPlace, message: string): LintHit {
  const key = `policy ${table.schema}.${table.name}.${policy.name}`;
  const name = `${nameOf(table)}: ${policy.name}`;
  return { objects: [key, objectKey("table", table)], name, message };
}

export function indexHit(table: TableFacts, index: IndexFacts): Omit<LintHit, "message"> {
  const key = `index ${table.schema}.${index.name}`;
  return { objects: [key, objectKey("table", table)], name: index.name };
}

/** Whether every row is in the index that a search for a value of the column could find. */
export function isSearchable({ predicate }: IndexFacts, column: string): boolean {
  return predicate === null || predicate === `(${quoted(column)} IS NOT NULL)`;
}

export function functionHit(found: FunctionFacts, message: string): LintHit {
  return { objects: [objectKey("function", found)], name: `${nameOf(found)}()`, message };
}

export function objectKey(
  kind: "table" | "view" | "function" | "extension",
  { schema, name }: RelationName,
): string {
  return kind === "extension" ? `extension ${name}` : `${kind} ${schema}.${name}`;
}

export function covers(policy: PolicyFacts, command: DataCommand): boolean {
  return policy.command === command || policy.command === "all";
}

/** Which of the browser's roles a policy is for. */
export function apiRolesOf(policy: PolicyFacts): readonly string[] {
  const roles = ["anon", "authenticated"];
  return policy.roles.includes("public")
    ? roles
    : roles.filter((role) => policy.roles.includes(role));
}

/** USING and WITH CHECK, as far as there are any. */
export function expressionsOf(policy: PolicyFacts): readonly string[] {
  return [policy.using, policy.check].filter((text) => text !== null);
}

/** Whether clients see every row: some permissive policy for reading asks for no more than a session. */
export function isOpenToRead(table: TableFacts, { read }: Pick<LintSubject, "read">): boolean {
  if (!table.rls) return true;
  return table.policies.some((policy) => {
    if (!policy.permissive || !covers(policy, "select") || apiRolesOf(policy).length === 0)
      return false;
    const { isTrue, asksOnlyForUser } = read(policy.using ?? "");
    return isTrue || asksOnlyForUser;
  });
}
