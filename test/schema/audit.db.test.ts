import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import type { Database } from "../../src/backend/open-database.ts";
import { readCatalog } from "../../src/backend/read-catalog.ts";
import type { Session, Transaction } from "../../src/backend/session.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { printAccessPage } from "../../src/schema/access-page.ts";
import { printSql } from "../../src/schema/ast/print-sql.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { describeTables } from "../../src/schema/describe-tables.ts";
import { diffSchema } from "../../src/schema/diff/diff-schema.ts";
import { printDatabaseTypes } from "../../src/schema/print-database-types.ts";
import { runLints } from "../../src/schema/run-lints.ts";
import type { Actor } from "../../src/spec/actor.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";
import { applyAll, migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const declared = {
  name: "parcel",
  table: "parcels",
  title: "Parcel",
  fields: [
    { name: "label", type: "text", max: 40 },
    { name: "label_lower", type: "lower", of: "label" },
    { name: "state", type: "text", max: 9, default: "packed" },
    { name: "pin", type: "text", max: 8, default: "" },
  ],
  references: [{ field: "sender_id", to: "profile" }],
  owner: "sender_id",
  search: ["label"],
  access: { select: "owner", insert: "owner", update: "owner" },
};
const plain = entitySchema.parse(declared);
const parcel = entitySchema.parse({ ...declared, audited: true, unaudited: ["pin"] });
const watch = entitySchema.parse({
  name: "watch",
  table: "watches",
  title: "Watch",
  fields: [{ name: "since", type: "timestamptz", default: "now" }],
  references: [
    { field: "parcel_id", to: "parcel" },
    { field: "watcher_id", to: "profile" },
  ],
  key: ["parcel_id", "watcher_id", "since"],
  owner: "watcher_id",
  audited: true,
  access: { select: "owner", insert: "owner", delete: "owner" },
});
const person: Entity = { ...profile, audited: true };
const entities = [person, parcel, watch];

const ada = "00000000-0000-4000-8000-0000000000aa";
const box = "00000000-0000-4000-8000-0000000000b0";
const user: Actor = { kind: "user", id: ada };
const server: Actor = { kind: "service_role" };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function recorded(session: Session, table: string): Promise<readonly unknown[]> {
  const sql = `select command, row_key, actor, role, old_values from private.audit_log where table_name = '${table}' order by id`;
  return (await session.asActor(server, { sql })).rows;
}

describe("a database with a log", () => {
  let migrated: Transaction;
  beforeAll(async () => {
    migrated = await database.begin();
    await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
  });
  afterAll(() => migrated.rollback());

  it("is proven with the tables, all mutants of log, triggers and function killed, and has no finding", async () => {
    expect(checkEntities(entities, [])).toEqual([]);
    expect(await runLints(await inspectDatabase(migrated))).toEqual([]);
    const proof = await proveAccess(migrated, { entities, buckets: [], withMutants: true });
    expect(proof.diagnostics).toEqual([]);
    const killed = proof.mutants.filter(({ verdict }) => verdict === "killed");
    const texts = killed.map(({ mutant }) => mutant.sql);
    for (const { table } of entities) {
      expect(texts).toContain(`drop trigger ${table}_audit on public.${table}`);
    }
    expect(texts).toContain(`grant update on private.audit_log to service_role`);
  });

  it("records who did what to a row, and what it held before, whatever way the change came", async () => {
    await migrated.rolledBack(async (inner) => {
      await applyAll(inner, [
        `insert into auth.users (id, email) values ('${ada}', 'a@b.example')`,
      ]);
      const run = (actor: Actor, sql: string) => inner.asActor(actor, { sql });
      await run(
        user,
        `insert into public.parcels (id, label, sender_id) values ('${box}', 'Books', '${ada}')`,
      );
      await run(
        user,
        `insert into public.watches (parcel_id, watcher_id) values ('${box}', '${ada}')`,
      );
      await run(user, "update public.parcels set label = 'Old books', pin = '1234'");
      await run(server, "update public.parcels set state = 'sent'");
      await run(server, "delete from public.parcels");
      const key = { row_key: { id: box } };
      const byUser = { ...key, actor: ada, role: "authenticated" };
      const byServer = { ...key, actor: null, role: "service_role" };
      expect(await recorded(inner, "parcels")).toEqual([
        { ...byUser, command: "INSERT", old_values: null },
        { ...byUser, command: "UPDATE", old_values: { label: "Books" } },
        { ...byServer, command: "UPDATE", old_values: { state: "packed" } },
        { ...byServer, command: "DELETE", old_values: null },
      ]);
      const watches = await recorded(inner, "watches");
      const pair = { parcel_id: box, watcher_id: ada, since: expect.any(String) };
      expect(watches).toEqual([
        expect.objectContaining({ command: "INSERT", actor: ada, row_key: pair }),
        expect.objectContaining({ command: "DELETE", role: "service_role", row_key: pair }),
      ]);
      expect(await recorded(inner, "profiles")).toHaveLength(1);
    });
  });

  it.each([
    ["select id from private.audit_log", [user, { kind: "anon" }] as const],
    ["insert into private.audit_log (table_name) values ('x')", [user, server] as const],
    ["update private.audit_log set actor = null", [user, server] as const],
    ["delete from private.audit_log", [user, server] as const],
    ["truncate private.audit_log", [user, server] as const],
  ])("refuses: %s", async (sql, actors) => {
    for (const actor of actors) {
      await migrated.rolledBack(async (inner) => {
        await expect(inner.asActor(actor, { sql })).rejects.toMatchObject({ code: "42501" });
      });
    }
  });

  it("repairs a log that somebody changed without losing what it holds", async () => {
    const target = { entities, buckets: [] };
    await migrated.rolledBack(async (inner) => {
      const wanted = await readCatalog(inner);
      await applyAll(inner, [
        `insert into auth.users (id, email) values ('${ada}', 'a@b.example')`,
        "alter table private.audit_log disable row level security",
        "grant all on private.audit_log to anon",
        "drop index private.audit_log_at_idx",
        "drop trigger parcels_audit on public.parcels",
      ]);
      const found = await diffSchema({ ...target, wanted, actual: await readCatalog(inner) });
      await applyAll(
        inner,
        found.statements.map(({ node }) => printSql(node)),
      );
      expect(await readCatalog(inner)).toEqual(wanted);
      expect(await recorded(inner, "profiles")).toHaveLength(1);
    });
  });

  it("is part of no API: neither of types nor of what is inspected; the page for people names it", async () => {
    expect(printDatabaseTypes(entities)).not.toContain("audit_log");
    const tables = describeTables(await inspectDatabase(migrated)).map(({ name }) => name);
    expect(tables).toEqual(["parcels", "profiles", "watches"]);
    const page = (some: readonly Entity[]) =>
      printAccessPage({ title: "Post", entities: some, buckets: [], commands: [] });
    expect(page([profile, parcel])).toContain("removed row of `parcels` is recorded");
    expect(page([profile, plain])).not.toContain("audit_log");
  });
});

it("comes once, with the first audited entity, and runs twice", async () => {
  const states = [[profile, plain], [profile, parcel], entities].map((step) => ({
    entities: step,
    buckets: [],
  }));
  const steps = await migrationsThrough(states);
  const making = steps.map(({ statements }) =>
    statements.filter(({ sql }) => sql.includes("create table if not exists private.audit_log")),
  );
  expect(making.map((found) => found.length)).toEqual([0, 1, 0]);
  expect(
    steps.flatMap(({ statements }) => statements).filter(({ label }) => label !== "additive"),
  ).toEqual([]);
  await database.rolledBack(async (inner) => {
    await migrate(inner, steps);
    const once = await readCatalog(inner);
    await migrate(inner, steps);
    expect(await readCatalog(inner)).toEqual(once);
  });
});

it("says that the log is lost when nothing is audited any more, and keeps it before", async () => {
  const states = [entities, [person, plain], [profile, plain]].map((step) => ({
    entities: step,
    buckets: [],
  }));
  const [, some, none] = await migrationsThrough(states);
  const reasons = (step: typeof none) =>
    (step?.statements ?? []).flatMap(({ sql, reason }) => (reason === null ? [] : [[sql, reason]]));
  const drop = "drop table if exists private.audit_log";
  expect(reasons(none)).toContainEqual([drop, "it drops the table with all its rows"]);
  expect(reasons(some).map(([sql]) => sql)).toContain(
    "drop trigger if exists parcels_audit on public.parcels",
  );
  expect(some?.statements.map(({ sql }) => sql)).not.toContain(drop);
});

it.each<[string, readonly Entity[], readonly Entity[]]>([
  ["adds the log", [profile, plain], [profile, parcel]],
  ["drops the log", [profile, parcel], [profile, plain]],
  ["leaves out other columns", [profile, parcel], [profile, { ...parcel, unaudited: ["state"] }]],
])("the difference %s, and nothing is left of it", async (_, before, after) => {
  const target = { entities: after, buckets: [] };
  const wanted = await database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([target]));
    return readCatalog(inner);
  });
  await database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([{ entities: before, buckets: [] }]));
    const first = await diffSchema({ ...target, wanted, actual: await readCatalog(inner) });
    await applyAll(
      inner,
      first.statements.map(({ node }) => printSql(node)),
    );
    const second = await diffSchema({ ...target, wanted, actual: await readCatalog(inner) });
    expect(second).toEqual({ differences: [], statements: [], diagnostics: [] });
  });
});

it("names the loss of the log as destructive in the difference", async () => {
  const target = { entities: [profile, plain], buckets: [] };
  const read = (some: readonly Entity[]) =>
    database.rolledBack(async (inner) => {
      await migrate(inner, await migrationsThrough([{ entities: some, buckets: [] }]));
      return readCatalog(inner);
    });
  const wanted = await read(target.entities);
  const { differences } = await diffSchema({
    ...target,
    wanted,
    actual: await read([profile, parcel]),
  });
  expect(differences).toContainEqual(
    expect.objectContaining({ object: "private.audit_log", change: "extra", label: "destructive" }),
  );
});

const visits = {
  name: "visit",
  table: "visits",
  title: "Visit",
  references: [{ field: "visitor_id", to: "profile" }],
  owner: "visitor_id",
  events: true,
  access: { insert: "owner" },
};

it.each([
  ["events", { ...visits, audited: true }, "holds events and cannot be audited"],
  ["columns left out of nothing", { ...declared, unaudited: ["pin"] }, "but is not audited"],
  [
    "an unknown column",
    { ...declared, audited: true, unaudited: ["pen"] },
    "leaves out pen, which is no field",
  ],
  ["the key", { ...declared, audited: true, unaudited: ["id"] }, "cannot leave out id"],
  [
    "a column twice",
    { ...declared, audited: true, unaudited: ["pin", "pin"] },
    "pin more than once",
  ],
])("refuses %s", (_, entity, message) => {
  expect(checkEntities([profile, entitySchema.parse(entity)], [])).toEqual([
    expect.objectContaining({ code: "schema/audit", message: expect.stringContaining(message) }),
  ]);
});
