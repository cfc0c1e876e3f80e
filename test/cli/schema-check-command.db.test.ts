import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cache = ["--cache-folder", sharedCacheFolder];

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

interface Checked {
  readonly statements: number;
  readonly applied: number;
  readonly tables: readonly { readonly name: string }[];
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly subject: { readonly file: string; readonly line: number; readonly name: string };
  }[];
}

async function check(
  ...args: readonly string[]
): Promise<{ readonly exitCode: number | null; readonly checked: Checked }> {
  const { stdout, exitCode } = await runCommand(["schema", "check", ...args, "--json", ...cache]);
  return { exitCode, checked: JSON.parse(stdout) };
}

const closed = "alter table public.notes enable row level security;";

test("a broken statement in the middle is named with file and line; the rest is analysed", async () => {
  const folder = await folderOf({
    "supabase/migrations/1_notes.sql": `create table public.notes (id uuid primary key);\n${closed}\n`,
    "supabase/migrations/2_more.sql": `create table public.parts (id uuid primary key);\n\ncreate table public.worse (\n  id uuid references nowhere (id)\n);\ncreat table oops (id int);\ncreate table public.last (id uuid primary key);\n`,
    "supabase/migrations/3_rest.sql": "alter table public.last enable row level security;\n",
  });
  const { exitCode, checked } = await check(folder);
  expect(exitCode).toBe(1);
  const found = checked.diagnostics.map(({ code, subject }) => [
    code,
    subject.file.split("/").at(-1),
    subject.line,
  ]);
  expect(found).toEqual([
    ["schema/statement", "2_more.sql", 3],
    ["schema/syntax", "2_more.sql", 6],
    ["lint/row-security-off", "2_more.sql", 1],
  ]);
  expect(checked).toMatchObject({ statements: 7, applied: 5 });
  expect(checked.tables.map(({ name }) => name)).toEqual(["last", "notes", "parts"]);
});

/**
 * Folders that have nothing to do with each other, checked in one run because each database takes a second to start.
 * Only endless and broken calls start another one.
 */
const folders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  endless: {
    "a.sql": `create table public.a_notes (id uuid primary key);\ndo $$ begin loop null; end loop; end $$;\n${closedTable("a_notes")}\n`,
    "b.sql": `create function public.spin() returns trigger language plpgsql set search_path = '' as $$ begin loop null; end loop; end $$;
      create trigger a_notes_spin before insert on public.a_notes for each row execute function public.spin();
      insert into public.a_notes values (gen_random_uuid());\n`,
  },
  broken: {
    "a.sql": `create function public.f() returns int language plpgsql set search_path = '' as 'begin return public.f(); end';\nselect public.f();\n`,
  },
  platform: {
    "a.sql": [
      "begin;",
      "create extension if not exists pg_cron with schema pg_catalog;",
      "create extension if not exists pg_trgm with schema extensions;",
      "create extension if not exists vector with schema extensions;",
      "create role reporting nologin;",
      "select cron.schedule('tidy', '0 3 * * *', $$ delete from public.c_notes $$);",
      "select net.http_post(url := 'https://example.org', body := '{}'::jsonb);",
      "select vault.create_secret('s', 'name');",
      "create table public.c_notes (id uuid primary key, changed_at timestamptz, spot extensions.vector(3));",
      closedTable("c_notes"),
      "create trigger stamp before update on public.c_notes for each row execute function extensions.moddatetime (changed_at);",
      "create index concurrently c_notes_spot on public.c_notes (changed_at);",
      "alter publication supabase_realtime add table public.c_notes;",
      "alter default privileges for role postgres in schema public grant all on tables to supabase_admin, dashboard_user;",
      "commit;",
      "\\unrestrict abc123",
      "alter default privileges for role supabase_admin in schema public grant all on tables to anon;",
    ].join("\n"),
  },
  refused: {
    "a.sql": `create table public.d_notes (id uuid primary key);\n${closedTable("d_notes")}\ncopy public.d_notes from stdin;\nselect pg_sleep(60);\n`,
  },
  late: {
    "1.sql": `create table public.e_notes (id uuid primary key, parent uuid references public.e_notes (id) on delete cascade deferrable initially deferred);\n${closedTable("e_notes")}\ncreate index on public.e_notes (parent);\nset search_path = '';\nset role anon;\n`,
    "2.sql": "insert into e_notes values (gen_random_uuid(), gen_random_uuid());\n",
  },
};

function closedTable(name: string): string {
  return `alter table public.${name} enable row level security;`;
}

describe("one run over folders", () => {
  let run: { readonly exitCode: number | null; readonly checked: Checked };
  let root = "";
  beforeAll(async () => {
    root = await folderOf(
      Object.fromEntries(
        Object.entries(folders).flatMap(([folder, files]) =>
          Object.entries(files).map(([name, sql]) => [`${folder}/${name}`, sql]),
        ),
      ),
    );
    const paths = Object.keys(folders).map((folder) => join(root, folder));
    run = await check(...paths, "--deadline", "1.5");
  }, 60_000);

  test.each<[what: string, folder: string, found: readonly (readonly [string, number | null])[]]>([
    [
      "endless loops, called and run by a trigger, are ended by the deadline and cost only themselves",
      "endless",
      [
        ["schema/deadline", 2],
        ["schema/deadline", 3],
      ],
    ],
    [
      "a function that calls itself without end breaks the engine and costs only its call",
      "broken",
      [["schema/crashed", 2]],
    ],
    [
      "the platform's schemas, extensions and roles are there or have stand-ins that are named",
      "platform",
      [
        ["schema/stand-in", 1],
        ["schema/stand-in", 2],
        ["schema/stand-in", 12],
        ["schema/stand-in", 15],
      ],
    ],
    [
      "what the local database would not survive is refused and not executed",
      "refused",
      [
        ["schema/refused-statement", 3],
        ["schema/refused-statement", 4],
      ],
    ],
    [
      "a constraint that fails at the end of a file, a changed role and changed settings stay with their file",
      "late",
      [["schema/commit", null]],
    ],
  ])("%s", (_, folder, found) => {
    const own = run.checked.diagnostics.filter(({ subject }) =>
      subject.file.startsWith(join(root, folder)),
    );
    expect(own.map(({ code, subject }) => [code, subject.line])).toEqual(found);
  });

  test("everything else is applied and analysed", () => {
    expect(run.exitCode).toBe(1);
    const names = ["a_notes", "c_notes", "d_notes", "e_notes"];
    expect(run.checked.tables.map(({ name }) => name)).toEqual(names);
  });
});

test.each(["schemas/tiktok.sql", "schemas/shop.sql"])(
  "the example %s has no findings",
  async (path) => {
    const folder = join(import.meta.dirname, "../../examples", path);
    const { exitCode, checked } = await check(folder);
    expect(checked.diagnostics).toEqual([]);
    expect(checked.tables.length).toBeGreaterThan(4);
    expect(exitCode).toBe(0);
  },
);

test("people read findings with what they mean", async () => {
  const folder = await folderOf({ "a.sql": "create table public.notes (id uuid primary key);\n" });
  const { stdout, exitCode } = await runCommand([
    "schema",
    "check",
    join(folder, "a.sql"),
    ...cache,
  ]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("Row level security is off\n  Without row level security");
  expect(stdout).toContain("a.sql:1:1 notes lint/row-security-off");
  expect(stdout).toContain("1 of 1 statement of 1 file applied, 1 table: 1 error,");
});

test("inspect prints the final state", async () => {
  const folder = await folderOf({
    "a.sql": `create table public.notes (id uuid primary key, body text not null);\n${closed}\ncreate table public.parts (id bigint primary key, note_id uuid references public.notes (id));\ncreate policy readers on public.notes for select to anon using (body <> '');\n`,
  });
  const { stdout, exitCode } = await runCommand(["schema", "inspect", folder, "--json", ...cache]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    tables: [
      {
        name: "notes",
        columns: [
          { name: "id", type: "uuid", nullable: false },
          { name: "body", type: "text", nullable: false },
        ],
        primaryKey: ["id"],
        foreignKeys: [],
        policies: [
          {
            name: "readers",
            command: "select",
            roles: ["anon"],
            using: "(body <> ''::text)",
            check: null,
            permissive: true,
          },
        ],
        indexes: [{ name: "notes_pkey", columns: ["id"], unique: true }],
        rls: true,
      },
      {
        name: "parts",
        columns: [
          { name: "id", type: "bigint", nullable: false },
          { name: "note_id", type: "uuid", nullable: true },
        ],
        primaryKey: ["id"],
        foreignKeys: [{ columns: ["note_id"], table: "notes", referencedColumns: ["id"] }],
        policies: [],
        indexes: [{ name: "parts_pkey", columns: ["id"], unique: true }],
        rls: false,
      },
    ],
  });
});

test.each([
  ["a path that does not exist", () => Promise.resolve("/nowhere/at/all")],
  ["a folder without SQL", () => folderOf({ "readme.md": "none" })],
  ["a file without a statement", () => folderOf({ "a.sql": "-- nothing\n" })],
])("%s ends with 2", async (_, path) => {
  for (const command of ["check", "inspect"]) {
    const { stderr, exitCode } = await runCommand(["schema", command, await path(), ...cache]);
    expect(exitCode).toBe(2);
    expect(stderr).not.toBe("");
  }
});
