import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { readSecurity } from "../../src/gates/read-security.ts";
import { runMutants } from "../../src/gates/run-mutants.ts";
import { withFixtures } from "../../src/gates/with-fixtures.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { mutantsOf } from "../../src/schema/mutants.ts";
import { entityGraphs } from "../schema/entity-graphs.ts";
import { migrate, migrationsThrough, openTestDatabase } from "../schema/schema-database.ts";
import { socialBuckets, socialEntities } from "../schema/social-entities.ts";

const declared = { entities: socialEntities, buckets: socialBuckets };
const wanted = { tables: socialEntities.map(({ table }) => table), files: true };

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([declared]));
});
afterAll(() => database.close());

it("proves a database that was compiled from its rules, and that the matrix would notice otherwise", async () => {
  const proof = await proveAccess(migrated, { ...declared, withMutants: true });
  expect(proof.diagnostics).toEqual([]);
  expect(proof.actors).toBeGreaterThanOrEqual(5);
  const verdicts = Object.groupBy(proof.mutants, ({ verdict }) => verdict);
  expect(verdicts.survived).toBeUndefined();
  expect(verdicts.killed?.length).toBeGreaterThan(150);
}, 60_000);

it("finds a leak that somebody made", async () => {
  const proof = await migrated.rolledBack(async (inner) => {
    await inner.execute("alter policy likes_delete on public.likes using (true)");
    return proveAccess(inner, { ...declared, withMutants: false });
  });
  expect(proof.diagnostics.map(({ code }) => code)).toContain("access/too-open");
  expect(proof.mutants).toEqual([]);
});

it("mutates every policy, table and grant", async () => {
  const mutants = await mutantsOf(await readSecurity(migrated, wanted), socialEntities);
  const sql = mutants.map((mutant) => mutant.sql);
  expect(new Set(sql).size).toBe(sql.length);
  for (const expected of [
    "alter policy notes_select on public.notes using (true)",
    "alter policy notes_select on public.notes using (false)",
    "alter policy notes_update on public.notes with check (true)",
    "drop policy notes_delete on public.notes",
    "alter policy notes_insert on public.notes to public",
    "alter table public.notes disable row level security",
    "grant select on public.notes to anon",
    "revoke update on public.notes from authenticated",
    "revoke delete on public.notes from service_role",
    "alter policy own_folder_select on storage.objects using (true)",
  ]) {
    expect(sql).toContain(expected);
  }
});

/** The check of equivalence by reasoning: what it calls equivalent, no cell may notice. */
it("calls nothing equivalent that a cell notices", async () => {
  const matrix = accessMatrix(declared.entities, declared.buckets);
  const mutants = await mutantsOf(await readSecurity(migrated, wanted), socialEntities);
  const equivalent = mutants.filter((mutant) => mutant.equivalent !== null);
  expect(equivalent.length).toBeGreaterThan(10);
  const ran = await withFixtures(migrated, matrix.fixtures, (inner) =>
    runMutants(inner, {
      mutants: equivalent.map((mutant) => ({ ...mutant, equivalent: null })),
      matrix,
    }),
  );
  const noticed = "result" in ran ? ran.result.filter(({ verdict }) => verdict === "killed") : ran;
  expect(noticed).toEqual([]);
});

it("names the class of rows that a thinned matrix lacks", async () => {
  const matrix = accessMatrix(declared.entities, declared.buckets);
  const thin = { ...matrix, cells: matrix.cells.filter(({ id }) => !id.includes("delete-all")) };
  const mutants = await mutantsOf(await readSecurity(migrated, wanted), socialEntities);
  const deletes = mutants.filter(({ sql }) => /policy notes_delete .* using \(true\)/.test(sql));
  const ran = await withFixtures(migrated, thin.fixtures, (inner) =>
    runMutants(inner, { mutants: deletes, matrix: thin }),
  );
  expect(ran).toMatchObject({ result: [{ verdict: "survived" }] });
});

it("proves random schemas, and no mutant of them survives", async () => {
  await migrated.rollback();
  await fc.assert(
    fc.asyncProperty(entityGraphs, async (graph) => {
      await database.rolledBack(async (session) => {
        await migrate(session, await migrationsThrough([graph]));
        const proof = await proveAccess(session, { ...graph, withMutants: true });
        expect(proof.diagnostics).toEqual([]);
      });
    }),
    { numRuns: 3, seed: 7 },
  );
}, 60_000);
