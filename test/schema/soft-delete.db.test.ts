import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import {
  applyAll,
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  tryMatrix,
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
  access: { select: "everyone", insert: "owner", delete: "owner" },
};
const entry = entitySchema.parse(declared);
const reply = entitySchema.parse({
  name: "reply",
  table: "replies",
  title: "Reply",
  references: [{ field: "entry_id", to: "entry" }],
  access: { select: { through: "entry_id" } },
});
const entities = [profile, entry, reply];
const matrix = accessMatrix(entities, []);

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([{ entities, buckets: [] }]));
});
afterAll(() => database.close());

it("compiles to what the matrix proves, and the matrix knows removed rows", async () => {
  expect(checkEntities(entities, [])).toEqual([]);
  expect(await tryMatrix(migrated, matrix)).toEqual([]);
  const leaks = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, ["alter policy entries_select on public.entries using (true)"]);
    return tryMatrix(inner, matrix);
  });
  expect(leaks.map(({ code }) => code)).toContain("access/too-open");
});

const [ada, bob] = ["aa", "bb"].map((end) => `00000000-0000-4000-8000-0000000000${end}`);
const removal = "update public.entries set deleted_at = now() where slug = 'a'";

it("is an update by the owner, who alone still sees the row, and can undo it", async () => {
  await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      `insert into auth.users (id, email) values ('${ada}', 'a@b.example'), ('${bob}', 'b@b.example')`,
      `insert into public.entries (author_id, slug) values ('${ada}', 'a')`,
      "insert into public.replies (entry_id) select id from public.entries",
    ]);
    const as = async (id: string | undefined, sql: string) =>
      inner.asActor({ kind: "user", id: id ?? "" }, { sql });
    const seen = async (id: string | undefined) =>
      (await as(id, "select 1 from public.entries, public.replies")).rows.length;
    expect(await seen(bob)).toBe(1);
    await as(bob, removal);
    expect(await seen(bob)).toBe(1);
    await as(ada, removal);
    expect([await seen(ada), await seen(bob)]).toEqual([1, 0]);
    await as(bob, `insert into public.entries (author_id, slug) values ('${bob}', 'a')`);
    await as(ada, "update public.entries set deleted_at = now()");
    await expect(as(ada, "update public.entries set deleted_at = null")).rejects.toThrow(/slug/);
  });
});

it("comes and goes with later migrations", async () => {
  const direct = await catalogLines(migrated);
  const { softDelete: _, ...hard } = declared;
  const plain = { entities: [profile, entitySchema.parse(hard), reply], buckets: [] };
  const soft = { entities, buckets: [] };
  const steps = await migrationsThrough([plain, soft, plain, soft]);
  const stepped = await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      "drop schema private cascade",
      "drop table public.replies, public.entries, public.profiles cascade",
    ]);
    await migrate(inner, steps);
    return catalogLines(inner);
  });
  expect(stepped).toEqual(direct);
});

it("lets nobody change more, or delete for good", async () => {
  await migrated.rolledBack(async (inner) => {
    await applyAll(inner, [
      `insert into auth.users (id, email) values ('${ada}', 'a@b.example')`,
      `insert into public.entries (author_id, slug) values ('${ada}', 'a')`,
    ]);
    for (const sql of ["update public.entries set slug = 'b'", "delete from public.entries"]) {
      const tried = inner.rolledBack((deeper) =>
        deeper.asActor({ kind: "user", id: ada ?? "" }, { sql }),
      );
      await expect(tried).rejects.toMatchObject({ code: "42501" });
    }
  });
});

it.each([
  { owner: null, access: { select: "everyone" } },
  { access: { select: "everyone", insert: "owner" } },
  { access: { select: "everyone", update: "signed-in", delete: "owner" } },
  { counters: [{ reference: "author_id", column: "entry_count" }] },
])("is refused for %j", (changes) => {
  const wrong = entitySchema.parse({ ...declared, ...changes });
  expect(checkEntities([profile, wrong], []).map(({ code }) => code)).toContain(
    "schema/soft-delete",
  );
});
