import type { CatalogKind } from "./catalog-object.ts";
import type { StatementLabel } from "./migration.ts";

/** One thing that the database and the entities do not agree on. */
export interface Difference {
  /** `missing` in the database, `extra` in it, or `different`. */
  readonly change: "missing" | "extra" | "different";
  readonly kind: CatalogKind;
  /** With its schema, as `public.notes.title`. */
  readonly object: string;
  /** A whole line for people. */
  readonly message: string;
  /** Whether making it equal can lose data or protection. */
  readonly label: StatementLabel;
}
