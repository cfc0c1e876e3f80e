/** Whether a statement can lose data, or takes away what protected it. */
export type StatementLabel = "additive" | "destructive";

export interface MigrationStatement {
  readonly sql: string;
  readonly label: StatementLabel;
  /** Why it is destructive, as a clause; null for additive statements. */
  readonly reason: string | null;
}

/** One file of `supabase/migrations/`: everything a phase changes in the database, in order. */
export interface Migration {
  /** Digits that order migrations by name, as the Supabase CLI expects. */
  readonly version: string;
  /** Lower snake case, from the phase's title. */
  readonly name: string;
  readonly statements: readonly MigrationStatement[];
}
