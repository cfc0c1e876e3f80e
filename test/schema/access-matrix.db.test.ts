import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Transaction } from "../../src/backend/session.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import {
  applyAll,
  migrate,
  migrationsThrough,
  openTestDatabase,
  tryMatrix,
} from "./schema-database.ts";
import { socialBuckets, socialEntities } from "./social-entities.ts";

const declared = { entities: socialEntities, buckets: socialBuckets };
const matrix = accessMatrix(socialEntities, socialBuckets);

let database: Database;
let migrated: Transaction;
beforeAll(async () => {
  database = await openTestDatabase();
  migrated = await database.begin();
  await migrate(migrated, await migrationsThrough([declared]));
});
afterAll(() => database.close());

/** The codes of findings after a change of the database that no migration makes. */
async function codesAfter(...statements: readonly string[]): Promise<readonly string[]> {
  return migrated.rolledBack(async (inner) => {
    await applyAll(inner, statements);
    const found = await tryMatrix(inner, matrix);
    return [...new Set(found.map(({ code }) => code))].toSorted();
  });
}

it("finds nothing in a database that was compiled from the same rules", async () => {
  expect(checkEntities(socialEntities, socialBuckets)).toEqual([]);
  expect(await tryMatrix(migrated, matrix)).toEqual([]);
});

it("is the same for the same entities, whatever their order", () => {
  expect(accessMatrix(socialEntities, socialBuckets)).toEqual(matrix);
  expect(accessMatrix(socialEntities.toReversed(), socialBuckets.toReversed())).toEqual(matrix);
});

it("tries every command of every table, and every statement works for somebody", () => {
  const tried = new Set(matrix.cells.map(({ table, command }) => `${table} ${command}`));
  expect(tried.size).toBe((socialEntities.length + 1) * 4);
  const works = new Set(
    matrix.cells.filter(({ expect: { kind } }) => kind === "rows").map(({ sql }) => sql),
  );
  expect(matrix.cells.filter(({ sql }) => !works.has(sql))).toEqual([]);
  expect(new Set(matrix.cells.map(({ id }) => id)).size).toBe(matrix.cells.length);
});

it("computes expectations without the compiler of policies and guards", () => {
  const folder = new URL("../../src/schema/matrix/", import.meta.url);
  const imports = readdirSync(folder).flatMap((name) =>
    [
      ...readFileSync(new URL(name, folder), "utf8").matchAll(/from "\.\.\/state\/([a-z-]+)\.ts"/g),
    ].map(([, file]) => file),
  );
  expect([...new Set(imports)]).toEqual(["entity-set"]);
});

describe("planted faults", () => {
  it.each([
    [
      "a delete policy that is open to all",
      "access/too-open",
      "alter policy likes_delete on public.likes using (true)",
    ],
    [
      "an update policy that is open to all",
      "access/too-open",
      "alter policy posts_update on public.posts using (true) with check (true)",
    ],
    [
      "a select policy that is open to all",
      "access/too-open",
      "alter policy notes_select on public.notes using (true)",
    ],
    [
      "an insert policy that checks nothing",
      "access/too-open",
      "alter policy follows_insert on public.follows with check (true)",
    ],
    [
      "a child readable without its parent",
      "access/too-open",
      "alter policy annotations_select on public.annotations using (true)",
    ],
    [
      "a child readable by its owner only",
      "access/too-strict",
      "alter policy annotations_select on public.annotations using (author_id = (select auth.uid()))",
    ],
    [
      "a child made below a hidden parent",
      "access/too-open",
      "alter policy annotations_insert on public.annotations with check (author_id = (select auth.uid()))",
    ],
    ["a missing grant", "access/too-strict", "revoke select on public.posts from anon"],
    [
      "a missing grant of the service role",
      "access/too-strict",
      "revoke all on public.posts from service_role",
    ],
    [
      "row level security switched off",
      "access/too-open",
      "alter table public.notes disable row level security",
    ],
    ["a missing guard", "access/too-open", "drop trigger posts_guard on public.posts"],
    ["a guard without the new row", "access/too-open", "drop trigger notes_guard on public.notes"],
    [
      "a missing time of change",
      "access/too-strict",
      "drop trigger posts_updated_at on public.posts",
    ],
    [
      "files that everybody may list",
      "access/too-open",
      "create policy open_list on storage.objects for select to anon, authenticated using (true)",
    ],
    [
      "files that any user may remove",
      "access/too-open",
      "alter policy own_folder_delete on storage.objects using (true)",
    ],
    [
      "files outside one's folder",
      "access/too-open",
      "alter policy own_folder_insert on storage.objects with check (bucket_id in ('avatars', 'clips'))",
    ],
  ])("finds %s", async (_, code, statement) => {
    expect(await codesAfter(statement)).toContain(code);
  });

  it("warns of a grant that no policy uses, which opens nothing yet", async () => {
    expect(await codesAfter("grant update on public.likes to authenticated")).toEqual([
      "access/refused-otherwise",
    ]);
  });

  it("tells a broken statement from a refusal", async () => {
    expect(
      await codesAfter(
        "alter table public.likes add constraint recent check (created_at > '2002-01-01')",
      ),
    ).toContain("access/broken-attempt");
  });
});
