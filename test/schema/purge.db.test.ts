import { afterAll, beforeAll, expect, it } from "vitest";
import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import type { Database } from "../../src/backend/open-database.ts";
import type { Session, Transaction } from "../../src/backend/session.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { runLints } from "../../src/schema/run-lints.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import {
  applyAll,
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
} from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const declared = {
  name: "entry",
  table: "entries",
  title: "Entry",
  fields: [{ name: "slug", type: "text", max: 40, format: "slug" }],
  references: [{ field: "author_id", to: "profile" }],
  owner: "author_id",
  unique: [["slug"]],
  softDelete: true,
  access: { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
};
const entry = entitySchema.parse(declared);
const marked = entitySchema.parse({
  ...declared,
  name: "mark",
  table: "marks",
  title: "Mark",
  references: [
    { field: "entry_id", to: "entry" },
    { field: "author_id", to: "profile" },
  ],
  key: ["entry_id", "author_id"],
});
const receipt = entitySchema.parse({
  name: "receipt",
  table: "receipts",
  title: "Receipt",
  references: [{ field: "entry_id", to: "entry", onDelete: "restrict" }],
  access: { select: { through: "entry_id" } },
});
const entities = [profile, entry, marked, receipt];

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
});
afterAll(() => database.close());

it("is proven: it runs, clients are refused, and every mutant of it is noticed", async () => {
  const proof = await proveAccess(migrated, { entities, buckets: [], withMutants: true });
  expect(proof.diagnostics).toEqual([]);
  expect(proof.code?.functionsRun).toBe(proof.code?.functions);
  const own = proof.mutants.filter(({ mutant }) => mutant.sql.includes("purge_"));
  expect(own).toHaveLength(14);
  expect(new Set(own.map(({ verdict }) => verdict))).toEqual(new Set(["killed"]));
});

it("has no finding", async () => {
  expect(await runLints(await inspectDatabase(migrated))).toEqual([]);
});

const ada = "00000000-0000-4000-8000-0000000000aa";

interface Removal {
  readonly slug: string;
  /** Days since it was removed and since its last change; null: it is there. */
  readonly removed: number | null;
  readonly changed: number;
}

async function addEntries(session: Session, removals: readonly Removal[]): Promise<void> {
  const daysAgo = (days: number | null) =>
    days === null ? "null" : `now() - interval '${days} days'`;
  await applyAll(session, [
    `insert into auth.users (id, email) values ('${ada}', 'a@b.example')`,
    ...removals.map(
      ({ slug, removed, changed }) =>
        `insert into public.entries (author_id, slug, deleted_at, updated_at) values ('${ada}', '${slug}', ${daysAgo(removed)}, ${daysAgo(changed)})`,
    ),
  ]);
}

async function slugs(session: Session): Promise<readonly unknown[]> {
  const { rows } = await session.query("select slug from public.entries order by slug");
  return rows.map((row) => row["slug"]);
}

const server = { kind: "service_role" } as const;
const purge = (age = "") => ({ sql: `select private.purge_entries(${age}) as gone` });

it("deletes what was removed more than 30 days ago, or as long as it is asked, and nothing else", async () => {
  await migrated.rolledBack(async (inner) => {
    await addEntries(inner, [
      { slug: "long-gone", removed: 31, changed: 31 },
      { slug: "gone", removed: 29, changed: 29 },
      { slug: "backdated", removed: 400, changed: 0 },
      { slug: "old", removed: null, changed: 400 },
    ]);
    expect((await inner.asActor(server, purge())).rows).toEqual([{ gone: 1 }]);
    expect(await slugs(inner)).toEqual(["backdated", "gone", "old"]);
    expect((await inner.asActor(server, purge("interval '1 week'"))).rows).toEqual([{ gone: 1 }]);
    expect(await slugs(inner)).toEqual(["backdated", "old"]);
  });
});

it("leaves what must stay for something else, without giving up the rest", async () => {
  await migrated.rolledBack(async (inner) => {
    await addEntries(inner, [
      { slug: "billed", removed: 50, changed: 50 },
      { slug: "free", removed: 50, changed: 50 },
    ]);
    await applyAll(inner, [
      "insert into public.receipts (entry_id) select id from public.entries where slug = 'billed'",
    ]);
    expect((await inner.asActor(server, purge())).rows).toEqual([{ gone: 1 }]);
    expect(await slugs(inner)).toEqual(["billed"]);
  });
});

it("deletes a thousand rows at once", async () => {
  await migrated.rolledBack(async (inner) => {
    await addEntries(inner, []);
    await applyAll(inner, [
      `insert into public.entries (author_id, slug, deleted_at, updated_at) select '${ada}', 's' || n, '2001-02-03', '2001-02-03' from generate_series(1, 1500) n`,
    ]);
    const calls = [purge(), purge(), purge()];
    const gone: unknown[] = [];
    for (const call of calls) gone.push((await inner.asActor(server, call)).rows[0]?.["gone"]);
    expect(gone).toEqual([1000, 500, 0]);
  });
});

it("may be applied twice, knows what comes to hold its rows, and goes with soft deletion", async () => {
  await migrated.rolledBack(async (inner) => {
    const direct = await catalogLines(inner);
    const { softDelete: _, ...kept } = declared;
    const steps = await migrationsThrough(
      [[profile, entry, marked], entities, [profile, entitySchema.parse(kept)]].map((list) => ({
        entities: list,
        buckets: [],
      })),
    );
    await applyAll(inner, [
      "drop schema private cascade",
      "drop table public.receipts, public.marks, public.entries, public.profiles cascade",
    ]);
    await migrate(inner, steps.slice(0, 2));
    await migrate(inner, steps.slice(1, 2));
    expect(await catalogLines(inner)).toEqual(direct);
    await migrate(inner, steps.slice(2));
    const left = await inner.query("select proname from pg_proc where proname like 'purge%'");
    expect(left.rows).toEqual([]);
  });
});
