import type { DatabaseFacts, PolicyFacts } from "../spec/database-facts.ts";
import { exposedTables, nameOf } from "./lints/subjects.ts";

/** What `schema inspect` prints of a table of the public schema. Names have no schema when that is public. */
export interface InspectedTable {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly nullable: boolean;
  }[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly {
    readonly columns: readonly string[];
    readonly table: string;
    readonly referencedColumns: readonly string[];
  }[];
  readonly policies: readonly PolicyFacts[];
  readonly indexes: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly unique: boolean;
    /** Which rows are in it, as Postgres prints it. Absent: all. */
    readonly where?: string;
  }[];
  readonly rls: boolean;
}

/** The tables of the public schema by name, without their partitions. */
export function describeTables(facts: DatabaseFacts): readonly InspectedTable[] {
  return exposedTables(facts).map((table) => ({
    name: table.name,
    columns: table.columns.map(({ name, type, nullable }) => ({
      name,
      type: type.replace(/^public\./, ""),
      nullable,
    })),
    primaryKey: table.primaryKey,
    foreignKeys: table.foreignKeys.map((key) => ({
      columns: key.columns,
      table: nameOf(key.table),
      referencedColumns: key.referencedColumns,
    })),
    policies: table.policies,
    indexes: table.indexes.map(({ name, columns, unique, predicate }) => ({
      name,
      columns,
      unique,
      ...(predicate === null ? {} : { where: predicate }),
    })),
    rls: table.rls,
  }));
}
