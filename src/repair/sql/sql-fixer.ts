import type { Node } from "@pgsql/types";
import type { DatabaseFacts, PolicyFacts, TableFacts } from "../../spec/database-facts.ts";
import type { LintSubject } from "../../schema/lints/lint.ts";
import { objectKey } from "../../schema/lints/subjects.ts";
import type { LintFinding } from "../../schema/run-lints.ts";

/** A database as its migrations make it. */
export interface SqlContext extends LintSubject {
  /** All statements of the migrations, in order. */
  readonly statements: readonly Node[];
}

/**
 * Statements that mend a finding when they run after all others, or why there are none: one sentence that ends without
 * a full stop. `note` says what people still have to do.
 */
export type SqlAnswer =
  | { readonly kind: "statements"; readonly nodes: readonly Node[]; readonly note?: string }
  | { readonly kind: "none"; readonly why: string };

/** Mends the findings of one lint, or of a few that mean the same. */
export interface SqlFixer {
  readonly name: string;
  readonly codes: readonly string[];
  propose(finding: LintFinding, context: SqlContext): SqlAnswer;
}

export function noStatements(why: string): SqlAnswer {
  return { kind: "none", why };
}

/** The table that a finding is about, or null for findings about other things. */
export function tableOf({ objects }: LintFinding, { tables }: DatabaseFacts): TableFacts | null {
  return tables.find((table) => objects.includes(objectKey("table", table))) ?? null;
}

/** The policy of the table that a finding is about. */
export function policyOf({ objects }: LintFinding, table: TableFacts): PolicyFacts | null {
  const keyOf = ({ name }: PolicyFacts) => `policy ${table.schema}.${table.name}.${name}`;
  return table.policies.find((policy) => objects.includes(keyOf(policy))) ?? null;
}
