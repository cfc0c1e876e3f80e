import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a function that a later migration broke is named with its file and line", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "migrations"));
  await writeFile(
    join(folder, "migrations", "1_notes.sql"),
    `create table public.notes (id uuid primary key, title text check (length(title) < 99), kind text check (kind <> ''));
alter table public.notes enable row level security;

create function public.remember() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.kind = 'loud' then
    perform pg_notify('notes', new.title);
  end if;
  execute format('notify %I', new.title);
  return new;
end;
$$;
revoke execute on function public.remember() from public;
create trigger remember after insert on public.notes for each row execute function public.remember();`,
  );
  await writeFile(
    join(folder, "migrations", "2_kinds.sql"),
    "alter table public.notes drop column kind;",
  );
  const args = ["schema", "check", folder, "--cache-folder", sharedCacheFolder];
  const { exitCode, stdout } = await runCommand([...args, "--json"]);
  expect(exitCode).toBe(1);
  const { bodies, diagnostics } = JSON.parse(stdout);
  expect(bodies).toEqual({ functions: 1, statements: 3, dynamic: 1 });
  expect(
    diagnostics.filter(({ severity }: { readonly severity: string }) => severity === "error"),
  ).toMatchObject([
    {
      code: "schema/body",
      subject: {
        file: join(folder, "migrations", "1_notes.sql"),
        line: 6,
        name: "public.remember",
      },
      message: expect.stringContaining('column "kind" not found'),
    },
  ]);
  const people = await runCommand(args);
  expect(people.stdout).toContain(
    "1 function with 3 statements inside and 1 known only when they run",
  );
});
