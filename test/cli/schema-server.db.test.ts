import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InterruptedError } from "../../src/core/errors.ts";
import { checkSql } from "../../src/pipeline/check-sql.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { startPostgresServer, type PostgresServer } from "../support/postgres-server.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgresServer();
  await server.run("postgres", "create database empty");
  await server.run("postgres", "create database used");
  await server.run(
    "used",
    `create role anon nologin;
     create table public.notes (id int primary key, secret text);
     insert into public.notes values (1, 'kept');
     create sequence public.counter;
     grant all on public.notes to anon`,
  );
});
afterAll(() => server.stop());

const folder = await temporaryFolder();
const examples = join(import.meta.dirname, "../../examples");
const local = ["--cache-folder", sharedCacheFolder];

/** Everything that a catalog of the server knows, rows of tables and positions of sequences among it. */
async function wholeState(database: string): Promise<unknown> {
  const catalogs = [
    "pg_class",
    "pg_attribute",
    "pg_namespace",
    "pg_proc",
    "pg_type",
    "pg_constraint",
    "pg_index",
    "pg_trigger",
    "pg_policy",
    "pg_rewrite",
    "pg_depend",
    "pg_shdepend",
    "pg_description",
    "pg_default_acl",
    "pg_extension",
    "pg_publication",
    "pg_publication_rel",
    "pg_authid",
    "pg_auth_members",
    "pg_database",
    "pg_db_role_setting",
    "pg_event_trigger",
    "pg_enum",
    "pg_cast",
    "pg_operator",
    "pg_sequence",
    "pg_subscription",
    "pg_largeobject_metadata",
  ];
  const parts = catalogs.map(
    (name) =>
      `'${name}', (select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) from pg_catalog.${name} x)`,
  );
  const [row] = await server.run(
    database,
    `-- Vacuum and analyze write these by themselves.
     select jsonb_build_object(${parts
       .join(", ")
       .replace(
         "from pg_catalog.pg_class x",
         "from (select oid, relname, relnamespace, relowner, relkind, relacl::text, relrowsecurity, relhasindex, relhastriggers, relfilenode from pg_catalog.pg_class) x",
       )
       .replace(
         "from pg_catalog.pg_database x",
         "from (select oid, datname, datdba, datacl::text from pg_catalog.pg_database) x",
       )}) as state`,
  );
  return row?.["state"];
}

/** How many sessions of ours the server has. */
async function sessions(): Promise<unknown> {
  const [row] = await server.run(
    "postgres",
    "select count(*)::int as sessions from pg_stat_activity where application_name = 'megamind'",
  );
  return row?.["sessions"];
}

async function sql(text: string): Promise<string> {
  const file = join(folder, `${randomUUID()}.sql`);
  await writeFile(file, text);
  return file;
}

async function schema(args: readonly string[], url = server.url("empty")) {
  const run = await runCommand(["schema", ...args, "--json", "--database-url", url]);
  return { ...run, json: run.stdout === "" ? null : JSON.parse(run.stdout) };
}

/** Runs SQL of somebody on the server and says what was found; the databases must be as before. */
async function checkUnharmed(text: string, ...flags: readonly string[]) {
  const database = flags.includes("--force") ? "used" : "empty";
  const before = await wholeState(database);
  const { json, exitCode, stderr } = await schema(
    ["check", await sql(text), ...flags],
    server.url(database),
  );
  expect(await wholeState(database)).toEqual(before);
  const found: readonly { code: string; message: string; subject: { line: number } }[] =
    json.diagnostics ?? [];
  return {
    json,
    stderr,
    exitCode,
    lines: found
      .filter(({ code }) => !code.startsWith("lint/"))
      .map(({ code, subject }) => [code, subject.line]),
    messages: found.map(({ message }) => message).join("\n"),
  };
}

describe("the same answers as on the local database", () => {
  test.each(["schemas/tiktok.sql", "schemas/shop.sql", "tiktok-clone/migrations"])(
    "check and inspect of %s",
    async (path) => {
      const before = await wholeState("empty");
      const checked = await schema(["check", join(examples, path)]);
      const inspected = await schema(["inspect", join(examples, path)]);
      const here = await runCommand(["schema", "check", join(examples, path), "--json", ...local]);
      expect([checked.exitCode, inspected.exitCode]).toEqual([here.exitCode, 0]);
      expect({ ...checked.json, server: null }).toEqual(JSON.parse(here.stdout));
      expect(inspected.json).toEqual({ tables: checked.json.tables });
      expect(await wholeState("empty")).toEqual(before);
    },
  );

  test("prove, without weakening policies on a server of others, which is said", async () => {
    const before = await wholeState("empty");
    const file = join(examples, "schemas/tiktok.yaml");
    const onServer = await schema(["prove", file]);
    const here = await runCommand(["schema", "prove", file, "--skip-mutants", "--json", ...local]);
    expect(await wholeState("empty")).toEqual(before);
    expect(onServer.exitCode).toBe(0);
    const { cells, actors, truth, tables, mutants, code, bodies, diagnostics } = onServer.json;
    expect(JSON.parse(here.stdout)).toMatchObject({
      cells,
      actors,
      truth,
      tables,
      mutants,
      code,
      bodies,
      server: null,
    });
    expect(diagnostics.at(-1)).toMatchObject({ code: "access/mutants-skipped", severity: "info" });
  });

  test("positions, settings and constraints that wait for the end of a file", async () => {
    const text = [
      "create table public.a (id uuid primary key, parent uuid references public.a (id) on delete cascade deferrable initially deferred);",
      "alter table public.a enable row level security;",
      "set search_path = ''; set statement_timeout = 0; set standard_conforming_strings = off;",
      "create table public.b (",
      "  id uuid primary kee);",
      "select *",
      "  from public.nowhere;",
      "do $$ begin perform * from public.missing; end $$;",
      "create function public.f() returns int language sql security definer as 'select 1';",
      "create view public.v as select * from public.a; grant select on public.v to anon;",
      "create index concurrently on public.a (parent); vacuum; create extension postgis;",
      "insert into public.a values (gen_random_uuid(), gen_random_uuid());",
    ].join("\n");
    const onServer = await checkUnharmed(text);
    const here = await runCommand(["schema", "check", await sql(text), "--json", ...local]);
    const places = JSON.parse(here.stdout).diagnostics.map(
      ({ code, message, subject }: { code: string; message: string; subject: object }) => [
        code,
        message,
        { ...subject, file: null },
      ],
    );
    expect(
      onServer.json.diagnostics.map(
        ({ code, message, subject }: { code: string; message: string; subject: object }) => [
          code,
          message,
          { ...subject, file: null },
        ],
      ),
    ).toEqual(places);
  });
});

describe("nothing leaves the transaction", () => {
  test("neither commit nor begin of the files", async () => {
    const { lines } = await checkUnharmed(
      [
        "create table public.a (id uuid primary key); alter table public.a enable row level security;",
        "commit;",
        "create table public.b (id uuid primary key); alter table public.b enable row level security;",
        "begin; rollback; end; abort;",
        "prepare transaction 'x';",
        "savepoint level_1; rollback to savepoint level_1; release savepoint level_1;",
      ].join("\n"),
    );
    expect(new Set(lines.map(([code]) => code))).toEqual(new Set(["schema/stand-in"]));
  });

  test("nor commits in functions, procedures and texts that are read in two ways", async () => {
    const { json, lines } = await checkUnharmed(
      [
        "do $$ begin commit; end $$;",
        "create procedure public.p() language plpgsql as 'begin commit; end'; call public.p();",
        "do $$ begin execute 'com' || 'mit'; end $$;",
        "set standard_conforming_strings = off;",
        String.raw`select 'a\'; commit; create table public.split (id int); --';`,
        "set client_encoding = 'LATIN1';",
        "create table public.last (id uuid primary key);",
      ].join("\n"),
    );
    expect(lines).toEqual([
      ["schema/statement", 1],
      ["schema/statement", 2],
      ["schema/statement", 3],
      ["schema/stand-in", 5],
    ]);
    expect(json.tables.map(({ name }: { name: string }) => name)).toEqual(["last", "split"]);
  });

  test("a migration that breaks the deadline goes on nowhere, also when it catches its end", async () => {
    const started = performance.now();
    const { lines } = await checkUnharmed(
      [
        "do $$ begin loop null; end loop; end $$;",
        "do $$ begin loop begin loop null; end loop; exception when query_canceled then null; end; end loop; end $$;",
        "create table public.a (id uuid primary key); alter table public.a enable row level security;",
      ].join("\n"),
      "--deadline",
      "1",
    );
    expect(lines).toEqual([
      ["schema/deadline", 1],
      ["schema/deadline", 2],
    ]);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(await sessions()).toBe(0);
  });
});

test("two checks of one database at the same time wait for each other", async () => {
  const file = join(examples, "schemas/shop.sql");
  const options = { cacheFolder: sharedCacheFolder, deadlineMs: 10_000 };
  const found = await Promise.all(
    ["empty", "empty"].map((database) =>
      checkSql({
        ...options,
        paths: [file],
        server: { url: server.url(database), force: false },
        signal: new AbortController().signal,
      }),
    ),
  );
  expect(found.map(({ applied, statements }) => applied === statements)).toEqual([true, true]);
});

test("an interrupted run leaves no session behind", async () => {
  const controller = new AbortController();
  const before = await wholeState("empty");
  const run = checkSql({
    paths: [await sql("create table public.a (id uuid); do $$ begin loop null; end loop; end $$;")],
    server: { url: server.url("empty"), force: false },
    cacheFolder: sharedCacheFolder,
    deadlineMs: 60_000,
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(), 400);
  await expect(run).rejects.toThrow(InterruptedError);
  expect(await sessions()).toBe(0);
  expect(await wholeState("empty")).toEqual(before);
});

/** A file that a program of the server could make. */
function programFile(): string {
  return join(tmpdir(), `megamind-made-by-a-program-${randomUUID()}`);
}

test("the server could run programs, so that what follows means something", async () => {
  const program = programFile();
  await server.run("postgres", `copy (select 1) to program 'touch ${program}'`);
  expect(existsSync(program)).toBe(true);
  await rm(program);
});

describe("nobody's SQL gets at the server", () => {
  test("what acts beyond the database is refused before it is sent", async () => {
    const program = programFile();
    const { lines } = await checkUnharmed(
      [
        `copy (select 1) to program 'touch ${program}';`,
        "copy (select 1) to '/tmp/megamind-copy';",
        "drop database used;",
        "create database more;",
        "alter system set work_mem = '1MB';",
        "select pg_read_file('/etc/passwd');",
        "select pg_catalog.pg_terminate_backend(1);",
        "select dblink('dbname=used', 'drop table notes');",
        "select lo_export(1, '/tmp/x');",
        "load 'auto_explain';",
        "create tablespace t location '/tmp';",
        "vacuum;",
        `do $$ begin copy (select 1) to program 'touch ${program}'; end $$;`,
        "create function public.f() returns text language sql set search_path = '' as $$ select pg_read_file('/etc/passwd') $$;",
        "create function public.g() returns void language plpython3u as $$ pass $$;",
        "select setval('public.s', 1);",
      ].join("\n"),
    );
    const refused = Array.from({ length: 16 }, (_, index) => [
      index === 11 ? "schema/stand-in" : "schema/refused-statement",
      index + 1,
    ]);
    expect(lines).toEqual(refused);
    expect(existsSync(program)).toBe(false);
  });

  test("what only shows when it runs has no rights, though the connection has all", async () => {
    const program = programFile();
    const copy = `'co' || 'py (select 1) to prog' || 'ram ''touch ${program}'''`;
    const { lines, messages } = await checkUnharmed(
      [
        `do $$ begin execute ${copy}; end $$;`,
        `do $$ begin execute 'reset role'; execute ${copy}; end $$;`,
        `do $$ begin execute 'reset session authorization'; execute ${copy}; end $$;`,
        `do $$ begin perform set_config('role', 'postgres', false); execute ${copy}; end $$;`,
        "do $$ begin execute 'alter function megamind_fence.run(text) security invoker'; end $$;",
        `do $$ begin execute 'reset session authorization'; execute ${copy}; end $$;`,
        "drop function megamind_fence.run(text);",
        "do $$ begin execute 'create role boss super' || 'user'; end $$;",
        "create role helper superuser;",
        "grant pg_execute_server_program to megamind_owner;",
        "set role postgres;",
        `create function public.late() returns trigger language plpgsql set search_path = '' as $$ begin execute 'reset session authorization'; execute ${copy}; return new; end $$;`,
        "create table public.t (id uuid primary key); alter table public.t enable row level security;",
        "create constraint trigger late after insert on public.t deferrable initially deferred for each row execute function public.late();",
        "insert into public.t values (gen_random_uuid());",
      ].join("\n"),
    );
    const failed = lines.flatMap(([code, line]) => (code === "schema/statement" ? [line] : []));
    expect(failed).toEqual([1, 2, 3, 4, 6, 8]);
    expect(lines).toContainEqual(["schema/commit", null]);
    expect(messages).toContain("permission denied to COPY");
    expect(messages).toContain("within security-definer function");
    expect(existsSync(program)).toBe(false);
  });

  test("tables, types and operators that are traps for our own queries catch nothing", async () => {
    const program = programFile();
    const attack = `begin execute 'reset session authorization'; execute 'co' || 'py (select 1) to prog' || 'ram ''touch ${program}'''; return`;
    const { json } = await checkUnharmed(
      [
        "create type public.trap as (text text);",
        `create function public.spring(value public.trap) returns json language plpgsql as $$ ${attack} '1'; end $$;`,
        "create cast (public.trap as json) with function public.spring(public.trap);",
        "drop table storage.objects; drop table storage.buckets;",
        "create table storage.buckets (id public.trap primary key, public boolean);",
        "insert into storage.buckets values (row('x'), true);",
        `create function public.role_name() returns name language plpgsql as $$ ${attack} 'anon'; end $$;`,
        "create temp view pg_roles as select public.role_name() as rolname, true as rolsuper, 1::oid as oid;",
        "create temp view pg_class as select c.*, public.role_name() as trap from pg_catalog.pg_class c where public.role_name() is not null;",
        `create function public.equal(name, text) returns boolean language plpgsql as $$ ${attack} true; end $$;`,
        "create operator public.= (leftarg = name, rightarg = text, function = public.equal);",
        "create table public.kept (id uuid primary key);",
        "set search_path = pg_temp, public, pg_catalog;",
      ].join("\n"),
    );
    expect(json.tables.map(({ name }: { name: string }) => name)).toEqual(["kept"]);
    expect(existsSync(program)).toBe(false);
  });

  test("an app's migration with SQL made at run time is refused where the connection may do anything", async () => {
    const { refuseOnServer } = await import("../../src/schema/refuse-on-server.ts");
    const { splitStatements } = await import("../../src/schema/split-statements.ts");
    const { statements } = await splitStatements(
      [
        "create function f() returns void language plpgsql as 'begin execute g(); end'",
        "create function f() returns void language plpgsql as 'begin reset role; end'",
        `create function f() returns text language sql as $$ select u&"\\0073et_config"('role', 'none', true) $$`,
        "create policy p on t using (set_config('role', 'none', true) is not null)",
        "create trigger t after insert on t for each row execute function f()",
        "grant execute on function f() to anon",
        "create function f() returns void language plpgsql as $$ begin execute format('create table private.%I partition of public.t for values from (%L) to (%L)', a, b, c); end $$",
        "create function f() returns void language plpgsql as $$ begin execute format('create table t as select %I (1)', a); end $$",
        "create function f() returns void language plpgsql as $$ begin execute format('create table t as %s', a); end $$",
      ].join(";\n"),
    );
    const lines = (refuseDynamic: boolean) =>
      refuseOnServer(statements, { refuseDynamic }).map(({ subject }) => subject.line);
    expect([lines(true), lines(false)]).toEqual([[1, 2, 3, 4, 8, 9], []]);
  });
});

describe("a database in use", () => {
  test("is refused with its tables named, and left alone", async () => {
    const before = await wholeState("used");
    for (const args of [
      ["check", join(examples, "schemas/shop.sql")],
      ["inspect", join(examples, "schemas/shop.sql")],
      ["prove", join(examples, "schemas/shop.yaml"), "--skip-mutants"],
    ]) {
      const { exitCode, json } = await schema(args, server.url("used"));
      expect(exitCode).toBe(2);
      expect(json.error).toContain("used is in use: it has public.notes.");
      expect(json.nextSteps.join()).toContain("--force");
    }
    expect(await wholeState("used")).toEqual(before);
  });

  test("takes SQL with --force, and is as before afterwards", async () => {
    const { lines, json } = await checkUnharmed(
      "create table public.more (id uuid primary key); alter table public.more enable row level security; select nextval('public.counter');",
      "--force",
    );
    expect(lines).toEqual([["schema/statement", 1]]);
    expect(json.tables.map(({ name }: { name: string }) => name)).toEqual(["more", "notes"]);
    expect(await server.run("used", "select * from public.notes")).toEqual([
      { id: 1, secret: "kept" },
    ]);
  });

  test("is read as it is without files", async () => {
    const before = await wholeState("used");
    const checked = await schema(["check"], server.url("used"));
    const inspected = await schema(["inspect"], server.url("used"));
    expect(await wholeState("used")).toEqual(before);
    expect(checked.exitCode).toBe(1);
    expect(checked.json).toMatchObject({
      server: `postgres@127.0.0.1:${server.port}/used`,
      files: 0,
    });
    expect(checked.json.diagnostics[0]).toMatchObject({
      code: "lint/row-security-off",
      subject: { name: "notes" },
    });
    expect(inspected.json.tables).toMatchObject([
      { name: "notes", primaryKey: ["id"], rls: false },
    ]);
  });
});

describe("a user without rights over the server", () => {
  test("checks with its own", async () => {
    await server.run("postgres", "create role plain login createrole bypassrls password 'plain'");
    await server.run("postgres", "create database plainly owner plain");
    const url = server.url("plainly").replace("postgres:secret", "plain:plain");
    const refused = await schema(["check", join(examples, "schemas/shop.sql")], url);
    expect(refused.exitCode).toBe(2);
    expect(refused.json).toMatchObject({
      error: expect.stringContaining("may not act as anon"),
      nextSteps: ["Run as a superuser: grant anon to plain;"],
    });
    await server.run("postgres", "grant anon to plain");
    const before = await wholeState("plainly");
    const { json, exitCode } = await schema(["check", join(examples, "schemas/shop.sql")], url);
    expect(await wholeState("plainly")).toEqual(before);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ applied: json.statements });
    const proof = await schema(
      ["prove", join(examples, "schemas/shop.yaml"), "--skip-mutants"],
      url,
    );
    expect([proof.exitCode, proof.json.diagnostics]).toEqual([0, []]);
    const file = await sql(
      "do $$ begin commit; end $$;\ndo $$ begin execute 'com' || 'mit'; end $$;\nset role anon;",
    );
    const escape = await schema(["check", file], url);
    expect(escape.json.diagnostics.map(({ code }: { code: string }) => code)).toEqual([
      "schema/statement",
      "schema/statement",
      "schema/stand-in",
    ]);
    expect(await wholeState("plainly")).toEqual(before);
  });

  test("is told what it lacks", async () => {
    await server.run("postgres", "create role poor login password 'poor'; grant anon to poor");
    const { json, exitCode } = await schema(
      ["check", join(examples, "schemas/shop.sql")],
      server.url("empty").replace("postgres:secret", "poor:poor"),
    );
    expect(exitCode).toBe(2);
    expect(json.error).toContain("lacks what Supabase projects have");
  });
});

describe("no server", () => {
  test.each([
    {
      what: "a wrong password",
      url: () => server.url("empty").replace("secret", "hunter2"),
      code: 2,
      message: "does not let this user in",
    },
    {
      what: "a missing database",
      url: () => server.url("nowhere"),
      code: 2,
      message: "has no such database",
    },
    {
      what: "nobody at the port",
      url: () => "postgres://postgres:hunter2@127.0.0.1:1/empty",
      code: 5,
      message: "cannot be reached",
    },
    {
      what: "another protocol",
      url: () => "mysql://postgres:hunter2@127.0.0.1/empty",
      code: 2,
      message: "it begins with postgres:",
    },
    { what: "no URL at all", url: () => "hunter2", code: 2, message: "cannot be read as a URL" },
  ])("$what", async ({ url, code, message }) => {
    for (const command of ["check", "inspect"]) {
      const run = await runCommand(["schema", command], { MEGAMIND_DATABASE_URL: url() });
      expect([run.exitCode, run.stdout]).toEqual([code, ""]);
      expect(run.stderr).toContain(message);
      expect(run.stderr).not.toMatch(/hunter2|secret/);
    }
  });

  test("and nothing to check", async () => {
    const run = await runCommand(["schema", "check"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("--database-url");
  });
});
