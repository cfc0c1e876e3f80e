import { applyStatements, type StatementFailure } from "../backend/apply-statements.ts";
import type { Session, Transaction } from "../backend/session.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";

/**
 * Fills a migrated database with the rows of an access matrix and hands it to `work`; everything is undone afterwards.
 * Where a row is refused, `work` does not run and the finding says why.
 */
export async function withFixtures<T>(
  session: Session,
  fixtures: readonly string[],
  work: (inner: Transaction) => Promise<T>,
): Promise<{ readonly result: T } | { readonly broken: Diagnostic }> {
  return session.rolledBack(async (inner) => {
    const failure = await applyStatements(inner, fixtures);
    return failure === null ? { result: await work(inner) } : { broken: brokenFixture(failure) };
  });
}

/** Fixtures are plain rows of the declared entities: a database that refuses them differs from the plan. */
function brokenFixture({ sql, error }: StatementFailure): Diagnostic {
  return diagnostic({
    code: "access/broken-fixture",
    message: `A row that the plan allows cannot be stored: ${error.message}. Statement: ${sql}`,
    fix: "Compare the tables of the migrations with the entities of the plan.",
  });
}
