import { afterAll, expect, test } from "vitest";
import { refuseWidening } from "../../../src/repair/sql/refuse-widening.ts";
import { applyInside, openMigratable } from "../../support/apply-migrations.ts";

const database = await openMigratable();
afterAll(() => database.close());

const base = `create table public.notes (id uuid primary key, owner_id uuid not null, is_open boolean not null);
create table public.logs (id uuid primary key);
alter table public.notes enable row level security;
grant select on public.notes to authenticated;
create policy notes_read on public.notes for select to authenticated using (owner_id = auth.uid());
create policy notes_write on public.notes for insert to authenticated with check (owner_id = auth.uid());
create policy notes_limit on public.notes as restrictive for select to authenticated using (is_open);
create view public.open_notes with (security_invoker) as select id from public.notes;
`;

async function refusals(change: string): Promise<readonly string[]> {
  const apply = applyInside(database);
  const before = await apply(new Map([["1_base.sql", base]]));
  const after = await apply(
    new Map([
      ["1_base.sql", base],
      ["2_change.sql", change],
    ]),
  );
  expect(after.failed).toEqual([]);
  const found = await refuseWidening({ before: before.facts, after: after.facts });
  return found.map(({ message }) => message);
}

test.for([
  "grant insert on public.notes to authenticated",
  "create index on public.notes (owner_id)",
  "alter table public.logs enable row level security",
])("lets pass %s", async (change) => {
  expect(await refusals(change)).toEqual([]);
});

test.for([
  ["grant delete on public.notes to authenticated", "It grants delete on notes to authenticated"],
  ["grant select on public.notes to anon", "It grants select on notes to anon"],
  ["grant select on public.logs to authenticated", "It grants select on logs to authenticated"],
  [
    "alter table public.notes disable row level security",
    "It switches row level security of notes",
  ],
  ["drop policy notes_limit on public.notes", "It makes or drops a policy of notes"],
  ["alter policy notes_read on public.notes using (true)", "It changes the policy notes_read"],
  [
    "alter policy notes_write on public.notes with check (true)",
    "It changes the policy notes_write",
  ],
  ["alter policy notes_read on public.notes to anon", "It changes the policy notes_read"],
  [
    "create policy more on public.notes for select to anon using (true)",
    "It makes or drops a policy",
  ],
  ["alter table public.notes alter column is_open set default true", "It changes what notes holds"],
  ["create table public.more (id uuid)", "It makes a table"],
  ["drop view public.open_notes", "It changes the views"],
  [
    "create function public.all_notes() returns setof public.notes language sql security definer set search_path = '' as 'select * from public.notes'",
    "It makes the function all_notes",
  ],
] as const)("refuses %s", async ([change, message]) => {
  expect((await refusals(change)).join("\n")).toContain(message);
});
