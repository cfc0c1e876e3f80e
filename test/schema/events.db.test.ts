import { afterAll, beforeAll, expect, it } from "vitest";
import { inspectDatabase } from "../../src/backend/inspect-database.ts";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { printDatabaseTypes } from "../../src/schema/print-database-types.ts";
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
  name: "visit",
  table: "visits",
  title: "Visit",
  fields: [{ name: "seconds", type: "integer", min: 0, max: 86_400, default: 0 }],
  references: [{ field: "visitor_id", to: "profile" }],
  owner: "visitor_id",
  events: true,
  counters: [{ reference: "visitor_id", column: "visit_count" }],
  access: { select: "owner", insert: "owner" },
};
const visit = entitySchema.parse(declared);
const entities = [profile, visit];

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
});
afterAll(() => database.close());

it("is proven like any other table, with all mutants killed, and has no finding", async () => {
  expect(checkEntities(entities, [])).toEqual([]);
  expect(await runLints(await inspectDatabase(migrated))).toEqual([]);
  const proof = await proveAccess(migrated, { entities, buckets: [], withMutants: true });
  expect(proof.diagnostics).toEqual([]);
});

const ada = "00000000-0000-4000-8000-0000000000aa";

it("makes partitions of coming months, into which rows go, and nobody reads them by their own names", async () => {
  await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [`insert into auth.users (id, email) values ('${ada}', 'a@b.example')`]);
    const server = { kind: "service_role" } as const;
    const made = await inner.asActor(server, { sql: "select public.prepare_visits(2) as made" });
    expect(made.rows).toEqual([{ made: 3 }]);
    const again = await inner.asActor(server, { sql: "select public.prepare_visits(2) as made" });
    expect(again.rows).toEqual([{ made: 0 }]);
    await inner.asActor(
      { kind: "user", id: ada },
      { sql: `insert into public.visits (visitor_id) values ('${ada}')` },
    );
    const place = await inner.query(
      "select tableoid::regclass::text as part, to_char(now() at time zone 'UTC', 'YYYY_MM') as month from public.visits",
    );
    const [row] = place.rows;
    expect(row?.["part"]).toBe(`private.visits_${String(row?.["month"])}`);
    const rls = await inner.query(
      "select bool_and(relrowsecurity) as rls from pg_class where relname like 'visits%' and relkind in ('r', 'p')",
    );
    expect(rls.rows).toEqual([{ rls: true }]);
    await expect(
      inner.rolledBack((deeper) =>
        deeper.asActor(
          { kind: "user", id: ada },
          { sql: `select 1 from private.visits_${String(row?.["month"])}` },
        ),
      ),
    ).rejects.toThrow(/permission denied/);
  });
});

it("keeps what is in the default partition there, and refuses a time that a client chose for another month", async () => {
  await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      `insert into auth.users (id, email) values ('${ada}', 'a@b.example')`,
      `insert into public.visits (visitor_id) values ('${ada}')`,
    ]);
    const made = await inner.query("select public.prepare_visits(1) as made");
    expect(made.rows).toEqual([{ made: 1 }]);
    const count = await inner.query("select count(*)::int as n from private.visits_default");
    expect(count.rows).toEqual([{ n: 1 }]);
    await applyAll(inner, ["delete from public.visits"]);
    expect((await inner.query("select public.prepare_visits(1) as made")).rows).toEqual([
      { made: 1 },
    ]);
    await expect(
      inner.asActor(
        { kind: "user", id: ada },
        {
          sql: `insert into public.visits (visitor_id, created_at) values ('${ada}', '2001-02-03')`,
        },
      ),
    ).rejects.toThrow(/moving row to another partition/);
  });
});

const bob = "00000000-0000-4000-8000-0000000000bb";
const countsOfBoth = "select id::text, visit_count from public.profiles order by id";

it("counts all rows of a statement on their parents, and keeps the count when events go", async () => {
  await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      `insert into auth.users (id, email) values ('${ada}', 'a@b.example'), ('${bob}', 'b@b.example')`,
      `insert into public.visits (visitor_id) values ('${bob}'), ('${ada}'), ('${bob}')`,
      "insert into public.visits (visitor_id) select visitor_id from public.visits where false",
      `insert into public.visits (visitor_id) values ('${ada}')`,
    ]);
    const both = [
      { id: ada, visit_count: 2 },
      { id: bob, visit_count: 2 },
    ];
    expect((await inner.query(countsOfBoth)).rows).toEqual(both);
    await inner.asActor(
      { kind: "user", id: ada },
      { sql: `insert into public.visits (visitor_id) values ('${ada}')` },
    );
    await applyAll(inner, ["delete from public.visits"]);
    expect((await inner.query(countsOfBoth)).rows).toEqual([
      { ...both[0], visit_count: 3 },
      both[1],
    ]);
  });
});

it("has one statement's trigger that locks parents in the order of their keys, and an index by time", async () => {
  const triggers = await migrated.query(
    "select pg_get_triggerdef(t.oid) as definition, f.prosrc as body from pg_trigger t join pg_proc f on f.oid = t.tgfoid where t.tgname = 'visits_count'",
  );
  const [trigger, ...others] = triggers.rows;
  expect(others).toEqual([]);
  expect(trigger?.["definition"]).toMatch(
    /AFTER INSERT ON public.visits REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT/,
  );
  expect(trigger?.["body"]).toMatch(/order by id for no key update;\s+update /);
  const indexes = await migrated.query(
    "select relname, amname from pg_class c join pg_am a on a.oid = c.relam where amname = 'brin' and relkind = 'I'",
  );
  expect(indexes.rows).toEqual([{ relname: "visits_created_at_brin_idx", amname: "brin" }]);
});

it("is proven by its effects: each trigger is seen to run, and a lost or a lesser one is noticed", async () => {
  const proof = await proveAccess(migrated, { entities, buckets: [], withMutants: true });
  expect(proof.code).toMatchObject({ triggersRun: proof.code?.triggers });
  const dropped = proof.mutants.filter(({ mutant }) =>
    mutant.sql.startsWith("drop trigger visits_count"),
  );
  expect(dropped.map(({ verdict }) => verdict)).toEqual(["killed"]);
  await migrated.rolledBack(async (inner) => {
    await inner.execute(
      `create or replace function private.count_visits() returns trigger language plpgsql security definer set search_path = '' as $$
       begin update public.profiles p set visit_count = p.visit_count + 1 from new_rows n where n.visitor_id = p.id; return null; end $$`,
    );
    const lesser = await proveAccess(inner, { entities, buckets: [], withMutants: false });
    expect(
      lesser.diagnostics.map(({ code, message }) => `${code} ${message.split(":")[0]}`),
    ).toEqual(["access/effect profiles/visit_count/several-at-once"]);
  });
});

it("counts along two references to one table, one of them optional, as proven", async () => {
  const gift = entitySchema.parse({
    ...declared,
    name: "gift",
    table: "gifts",
    references: [
      { field: "giver_id", to: "profile" },
      { field: "taker_id", to: "profile", required: false },
    ],
    owner: "giver_id",
    counters: [
      { reference: "giver_id", column: "given_count" },
      { reference: "taker_id", column: "taken_count" },
    ],
  });
  const all = [...entities, gift];
  const compiled = await migrationsThrough(
    [entities, all].map((list) => ({ entities: list, buckets: [] })),
  );
  await migrated.rolledBack(async (inner) => {
    await migrate(inner, compiled.slice(1));
    const proof = await proveAccess(inner, { entities: all, buckets: [], withMutants: true });
    expect(proof.diagnostics).toEqual([]);
    await applyAll(inner, [
      `insert into auth.users (id, email) values ('${ada}', 'a@b.example'), ('${bob}', 'b@b.example')`,
      `insert into public.gifts (giver_id, taker_id) values ('${bob}', '${ada}'), ('${bob}', null), ('${ada}', '${ada}')`,
    ]);
    const counts = await inner.query(
      "select id::text, given_count, taken_count from public.profiles order by id",
    );
    expect(counts.rows).toEqual([
      { id: ada, given_count: 1, taken_count: 2 },
      { id: bob, given_count: 2, taken_count: 0 },
    ]);
  });
});

it("counts the events that are there already, and no fewer when that runs again", async () => {
  await migrated.rolledBack(async (inner) => {
    const { counters: _, ...uncounted } = declared;
    const states = [entities, [profile], [profile, entitySchema.parse(uncounted)], entities];
    const compiled = await migrationsThrough(
      states.map((list) => ({ entities: list, buckets: [] })),
    );
    await migrate(inner, compiled.slice(1, 3));
    await applyAll(inner, [
      `insert into auth.users (id, email) values ('${ada}', 'a@b.example')`,
      `insert into public.visits (visitor_id) values ('${ada}'), ('${ada}')`,
    ]);
    const counting = compiled.slice(3);
    await migrate(inner, counting);
    expect((await inner.query(countsOfBoth)).rows).toEqual([{ id: ada, visit_count: 2 }]);
    await applyAll(inner, ["delete from public.visits"]);
    await migrate(inner, counting);
    expect((await inner.query(countsOfBoth)).rows).toEqual([{ id: ada, visit_count: 2 }]);
  });
});

it("may be applied twice, and goes with a later migration", async () => {
  await migrated.rolledBack(async (inner) => {
    const before = await catalogLines(inner);
    const states = [entities, [profile]].map((list) => ({ entities: list, buckets: [] }));
    const [first, second] = await migrationsThrough(states);
    if (first === undefined || second === undefined) throw new Error("There are two migrations");
    await migrate(inner, [first]);
    expect(await catalogLines(inner)).toEqual(before);
    await migrate(inner, [second]);
    const left = await inner.query(
      "select relname from pg_class where relname like 'visits%' union all select proname from pg_proc where proname like '%visits%'",
    );
    expect(left.rows).toEqual([]);
  });
});

it("refuses to partition a table that is in use", async () => {
  const { events: _, ...without } = visit;
  await expect(
    migrationsThrough([
      { entities: [profile, without], buckets: [] },
      { entities, buckets: [] },
    ]),
  ).rejects.toMatchObject({ diagnostics: [{ code: "schema/events-later" }] });
});

it("types the function", () => {
  expect(printDatabaseTypes(entities)).toContain(`      prepare_visits: {
        Args: {
          months?: number;
        };
        Returns: number;
      };`);
});

it("refuses what events cannot have", () => {
  const found = (changes: object) =>
    checkEntities([profile, entitySchema.parse({ ...declared, ...changes })], [])
      .filter(({ code }) => code === "schema/events")
      .map(({ message }) => message);
  expect(found({ access: { select: "owner", insert: "owner", delete: "owner" } })).toEqual([
    "visit holds events and cannot have a delete rule: events are never removed.",
  ]);
  expect(found({ realtime: true, unique: [["visitor_id"]] })).toHaveLength(2);
  expect(found({ softDelete: true })[0]).toContain("softDelete");
});
