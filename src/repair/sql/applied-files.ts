import type { DatabaseFacts } from "../../spec/database-facts.ts";
import type { FailedStatement, MigrationFile } from "./order-statements.ts";

/** What a database makes of migrations. */
export interface AppliedFiles {
  readonly facts: DatabaseFacts;
  readonly files: readonly MigrationFile[];
  readonly failed: readonly FailedStatement[];
  /** Where an object was made, by the names of lints. */
  readonly placeOf: (objects: readonly string[]) => SqlPlace | null;
}

export interface SqlPlace {
  readonly file: string;
  readonly line: number;
}

/** Applies migrations, by path in order, to a database like a new one. */
export type ApplyFiles = (texts: ReadonlyMap<string, string>) => Promise<AppliedFiles>;
