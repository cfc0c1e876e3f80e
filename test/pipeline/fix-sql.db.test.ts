import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const migrations = "supabase/migrations";

const notes = `create table public.notes (
  id uuid primary key,
  owner_id uuid not null
);

alter table public.notes enable row level security;

grant select on public.notes to authenticated;

create policy notes_own on public.notes for select to authenticated
  using (owner_id = (select auth.uid()));
`;

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  const all = {
    "tsconfig.json": '{ "compilerOptions": { "noEmit": true, "types": [] }, "include": ["src"] }',
    "src/a.ts": "export const a = 1;\n",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function fix(root: string, ...flags: readonly string[]) {
  const command = ["fix", root, "--json", "--cache-folder", sharedCacheFolder, ...flags];
  const { exitCode, stdout } = await runCommand(command);
  return { exitCode, result: JSON.parse(stdout) as unknown };
}

test("what the database lacks is put into a migration behind the newest, and the second time nothing is left", async () => {
  const path = `${migrations}/20250101000009_notes.sql`;
  const root = await project({ [path]: notes });
  const file = `${migrations}/20250101000010_repair.sql`;
  expect(await fix(root)).toEqual({
    exitCode: 0,
    result: {
      before: { errors: 1 },
      after: { errors: 0 },
      fixes: [{ code: "lint/policy-column-not-indexed", file, fixer: "missing-index" }],
      left: [],
      rounds: 1,
      filesTouched: [file],
    },
  });
  expect(await readFile(join(root, path), "utf8")).toBe(notes);
  expect(await readFile(join(root, file), "utf8")).toBe(
    "-- What the database lacked.\n\ncreate index notes_owner_id_idx on public.notes (owner_id);\n",
  );
  expect(await fix(root)).toMatchObject({ exitCode: 0, result: { before: { errors: 0 } } });
  expect(await readdir(join(root, migrations))).toHaveLength(2);
});

test("statements go to another file only where nobody else can have both", async () => {
  const [table = "", ...rest] = notes.split(/\n\n/);
  const root = await project({
    [`${migrations}/1_rights.sql`]: `${rest.join("\n\n")}`,
    [`${migrations}/2_table.sql`]: `${table}\n\ncreate index on public.notes (owner_id);\n`,
  });
  expect(await fix(root, "--dry-run")).toMatchObject({
    exitCode: 1,
    result: { fixes: [], filesTouched: [] },
  });
  execFileSync("git", ["-C", root, "init", "-q"]);
  expect(await fix(root, "--dry-run", "--force")).toMatchObject({
    exitCode: 0,
    result: { left: [], filesTouched: [`${migrations}/1_rights.sql`, `${migrations}/2_table.sql`] },
  });
});
