import type { ColumnDef, Constraint, Node } from "@pgsql/types";

/** What a list of entities means for a database, as data. Two states are compared to make a migration. */
export interface DatabaseState {
  /** Parts that no single table owns, and that the tables' parts need. */
  readonly shared: readonly Part[];
  /** Sorted so that a required reference points to an earlier table, or to the table itself. */
  readonly tables: readonly TableState[];
  readonly storage: readonly Part[];
}

export interface TableState {
  readonly name: string;
  /** What the table is, for people. */
  readonly title: string;
  readonly columns: readonly ColumnState[];
  readonly constraints: readonly ConstraintState[];
  /** The column by whose ranges rows are kept apart; null for a table in one piece. */
  readonly partitionedBy: string | null;
  /** In the order in which they are made. */
  readonly parts: readonly Part[];
}

export interface ColumnState {
  readonly name: string;
  readonly node: ColumnDef;
  /** Fills the column of rows that are older than the column. */
  readonly backfill: Node | null;
  /** The table whose existing rows `backfill` reads. */
  readonly backfillFrom: string | null;
}

export interface ConstraintState {
  readonly name: string;
  readonly node: Constraint;
  /** The table that a foreign key points to, when it is one of ours. */
  readonly references: string | null;
}

/** Something with a name of its own that is made by statements and compared by their text. */
export interface Part {
  /** Unique in the state: kind, table, name. */
  readonly id: string;
  readonly create: readonly Node[];
  readonly drop: readonly Node[];
  /** `create` also replaces an older version, so that nothing must be dropped first. */
  readonly inPlace: boolean;
  /** Stays behind when its table is dropped. */
  readonly outlivesTable: boolean;
  /** Depends on its table, so that it goes before it. */
  readonly needsTable: boolean;
  /** Fills what rows made before this part lack. Runs once, when the part is new. */
  readonly afterwards: readonly Node[];
}

export function part(values: Pick<Part, "id" | "create" | "drop"> & Partial<Part>): Part {
  return { inPlace: false, outlivesTable: false, needsTable: false, afterwards: [], ...values };
}
