import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { planRequest } from "../../src/pipeline/plan-request.ts";
import { runLints } from "../../src/schema/run-lints.ts";
import { migrate, migrationsThrough, openTestDatabase } from "../schema/schema-database.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../templates"));

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test.each([
  ["private things with parts", "Track my plants, waterings and photos", true],
  ["a public list with parts", "A public directory of restaurants with reviews and photos", false],
  ["several features", "Manage clients, appointments, invoices, weight and tasks", false],
])("the access rules of %s are proven, and the database is clean", async (_, ...given) => {
  const [request, isProvenTwice] = given;
  const { plan } = planRequest(request, catalog);
  const declared = (list: typeof plan.features) => ({
    entities: list.flatMap(({ blueprint }) => blueprint.entities),
    buckets: list.flatMap(({ blueprint }) => blueprint.storage),
  });
  const whole = declared(plan.features);
  const before = declared(plan.features.filter(({ origin }) => origin === "catalog"));
  await database.rolledBack(async (migrated) => {
    await migrate(migrated, await migrationsThrough([before, whole]));
    const proof = await proveAccess(migrated, { ...whole, withMutants: isProvenTwice });
    expect(proof.diagnostics).toEqual([]);
    const verdicts = Object.groupBy(proof.mutants, ({ verdict }) => verdict);
    expect(verdicts.survived).toBeUndefined();
    expect(verdicts.killed?.length ?? 0).toBeGreaterThan(isProvenTwice ? 20 : -1);
    const found = await runLints(await inspectDatabase(migrated));
    expect(found.map(({ lint, message }) => `${lint.code}: ${message}`)).toEqual([]);
  });
});
