import { setLocal } from "./ast/statements.ts";
import type { PlannedStatement } from "./compare-states.ts";
import { runnableTwice } from "./rerunnable.ts";

/**
 * Statements as a migration has them: each may run again, and where tables exist already none is waited for without end,
 * because everybody else would then wait behind the migration.
 */
export function planMigration(
  statements: readonly PlannedStatement[],
  { hasTables }: { readonly hasTables: boolean },
): readonly PlannedStatement[] {
  if (statements.length === 0 || !hasTables) return runnableTwice(statements);
  const section = "Gives up rather than wait long for tables in use";
  return [{ section, node: setLocal("lock_timeout", "5s") }, ...runnableTwice(statements)];
}
