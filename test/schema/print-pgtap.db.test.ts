import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../../src/backend/open-database.ts";
import type { Session } from "../../src/backend/session.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { printPgtap } from "../../src/schema/print-pgtap.ts";
import { splitStatements } from "../../src/schema/split-statements.ts";
import { entitySchema } from "../../src/spec/entity.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { migrate, migrationsThrough } from "./schema-database.ts";
import { socialBuckets, socialEntities } from "./social-entities.ts";

/** Asks for a role of the app, and keeps what it refers to from being deleted. */
const report = entitySchema.parse({
  name: "report",
  table: "reports",
  title: "Report",
  references: [
    { field: "post_id", to: "post", onDelete: "restrict" },
    { field: "reporter_id", to: "profile" },
  ],
  owner: "reporter_id",
  access: { select: { anyOf: ["owner", { role: "moderator" }] }, insert: "owner" },
});
const social = { entities: [...socialEntities, report], buckets: socialBuckets };
const file = printPgtap({ title: "It's\nsocial", ...social });
const { statements } = await splitStatements(file);

let database: Database;

beforeAll(async () => {
  database = await openDatabase({ cacheFolder: sharedCacheFolder, moreExtensions: true });
  await migrate(database, await migrationsThrough([social]));
});
afterAll(() => database.close());

/** Runs the file as `psql` does, with the real pgTAP, and returns what it prints. */
async function tapLines(session: Session): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { sql } of statements) {
    const { rows } = await session.query(sql, []);
    lines.push(...rows.flatMap((row) => Object.values(row).map(String)));
  }
  return lines.flatMap((line) => line.split("\n"));
}

const failed = (lines: readonly string[]) => lines.filter((line) => line.startsWith("not ok"));

test("every cell passes on the database that the rules compile to, and nothing is left", async () => {
  const cells = accessMatrix(social.entities, social.buckets).cells.length;
  const lines = await tapLines(database);
  expect(lines[0]).toBe(`1..${cells}`);
  expect(failed(lines)).toEqual([]);
  expect(lines.filter((line) => line.startsWith("ok "))).toHaveLength(cells);
  expect(lines).toContain(
    "ok 1 - profiles: a visitor without a session tries to select one row (mine)",
  );
  const { rows } = await database.query("select count(*)::int as users from auth.users", []);
  expect(rows).toEqual([{ users: 0 }]);
});

test.each([
  {
    what: "a policy that lets everybody delete",
    weakened: "alter policy posts_delete on public.posts using (true)",
    restored: "alter policy posts_delete on public.posts using (author_id = (select auth.uid()))",
  },
  {
    what: "row level security switched off",
    weakened: "alter table public.posts disable row level security",
    restored: "alter table public.posts enable row level security",
  },
  {
    what: "a grant that is missing",
    weakened: "revoke insert on public.posts from authenticated",
    restored: "grant insert on public.posts to authenticated",
  },
])("$what fails tests of its table", async ({ weakened, restored }) => {
  await database.execute(weakened);
  const noticed = failed(await tapLines(database));
  await database.execute(restored);
  expect(noticed).not.toEqual([]);
  expect(noticed.filter((line) => !/^not ok \d+ - posts: /.test(line))).toEqual([]);
});

test("a database with rows is refused before anything is tried", async () => {
  await database.execute("insert into auth.users (id) values (gen_random_uuid())");
  await expect(tapLines(database)).rejects.toThrow(/holds rows: these tests need an empty/);
  await database.execute("rollback");
});

test("roles of the app are claims, and what a reference keeps may stay", () => {
  const roles = '"app_metadata":{"roles":["moderator"]}';
  expect(file).toContain(`('stranger as moderator', 'authenticated', '{"sub":"`);
  expect(file).toContain(roles);
  expect(file).toMatch(/^select matches\(.*delete from public\.posts.*\^\(\d+ rows?\|23503:/m);
});

test("the same entities give the same bytes", () => {
  expect(printPgtap({ title: "It's\nsocial", ...social })).toBe(file);
});
