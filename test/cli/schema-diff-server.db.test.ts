import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { startPostgresServer, type PostgresServer } from "../support/postgres-server.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What of a hosted project the migration below needs. */
const project = `
  create role anon; create role authenticated; create role service_role bypassrls;
  create schema auth;
  create table auth.users (id uuid primary key, raw_user_meta_data jsonb);
  create function auth.uid() returns uuid language sql stable as $$ select null::uuid $$;
  create publication supabase_realtime;`;

let server: PostgresServer;
let entities: string;
let sql: string;
beforeAll(async () => {
  server = await startPostgresServer();
  entities = join(await temporaryFolder(), "shop.yaml");
  await writeFile(
    entities,
    `entities:
  - { name: person, table: persons, title: Person, owner: id, signUp: { fields: {} }, access: { select: everyone, update: owner } }
  - name: thing
    table: things
    title: Thing
    description: What people have.
    fields:
      - { name: word, type: text, max: 20, pattern: "^[a-z]+$" }
      - { name: price, type: money, currency: EUR, default: 0 }
      - { name: state, type: text, max: 9, oneOf: [open, shut], default: open }
    references: [{ field: owner_id, to: person }, { field: kept_by, to: person, required: false, onDelete: set-null }]
    owner: owner_id
    unique: [[word]]
    orders: [{ by: ["created_at desc"] }]
    realtime: true
    access: { select: { anyOf: [owner, { when: { field: state, is: open }, rule: everyone }] }, insert: owner, update: owner, delete: owner }
`,
  );
  sql = (await runCommand(["schema", "compile", entities])).stdout;
  await server.run("postgres", project);
  await server.run("postgres", `begin; ${sql}; commit`);
});
afterAll(() => server.stop());

function diff(...args: readonly string[]) {
  const database = ["--database-url", server.url("postgres")];
  const cache = ["--cache-folder", sharedCacheFolder];
  return runCommand(["schema", "diff", entities, ...database, ...args, ...cache]);
}

test("a real server with the migration is equal to the entities", async () => {
  const run = await diff();
  expect([run.stdout, run.stderr]).toEqual([
    `Nothing differs between postgres@127.0.0.1:${server.port}/postgres and the entities of Shop.\n`,
    "",
  ]);
  expect(run.exitCode).toBe(0);
});

test("differences of a server in use are named and closed, and reading it writes nothing", async () => {
  await server.run(
    "postgres",
    `insert into auth.users (id) values ('a0000000-0000-4000-8000-00000000000a');
     insert into public.things (owner_id, word) select id, 'word' from public.persons;
     alter table public.things drop constraint things_word_key, disable row level security`,
  );
  const json = JSON.parse((await diff("--json")).stdout);
  expect(json.remaining).toBeNull();
  expect(json.differences.map((own: { message: string }) => own.message)).toEqual([
    "row level security of things: state is off, should be on",
    "constraint things_word_key on things is missing: UNIQUE (word)",
  ]);
  expect(json.diagnostics[0].message).toBe(
    "things has rows, checked for duplicates by things_word_key: any make the migration fail.",
  );
  const before = await server.run("postgres", "select count(*)::int as n from public.things");
  expect(before).toEqual([{ n: 1 }]);
  await server.run("postgres", `begin; ${json.migration}; commit`);
  await server.run("postgres", `begin; ${json.migration}; commit`);
  expect((await diff()).exitCode).toBe(0);
});
