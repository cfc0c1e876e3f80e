import { afterAll, expect, test } from "vitest";
import { mendMigrations } from "../../../src/repair/sql/mend-migrations.ts";
import { applyInside, openMigratable } from "../../support/apply-migrations.ts";

const database = await openMigratable();
afterAll(() => database.close());

const path = "supabase/migrations/20250101000001_start.sql";
const repairPath = "supabase/migrations/20250101000002_repair.sql";

function mend(text: string | ReadonlyMap<string, string>) {
  const texts = typeof text === "string" ? new Map([[path, text]]) : text;
  return mendMigrations({ texts, apply: applyInside(database) });
}

const healthy = `create table public.groups (
  id uuid primary key default gen_random_uuid(),
  name text not null
);

create table public.members (
  group_id uuid not null references public.groups (id) on delete cascade,
  user_id uuid not null,
  role text not null default 'member',
  primary key (group_id, user_id)
);

create index members_user_id_idx on public.members (user_id);

alter table public.groups enable row level security;

alter table public.members enable row level security;

grant select on public.groups to authenticated;

grant select, insert on public.members to authenticated;

create policy groups_read on public.groups for select to authenticated using (true);

create policy members_read on public.members for select to authenticated
  using (user_id = (select auth.uid()));

create policy members_join on public.members for insert to authenticated
  with check (user_id = (select auth.uid()));
`;

test("healthy migrations stay as they are", async () => {
  expect(await mend(healthy)).toMatchObject({ before: 0, left: [], fixes: [], rounds: 0 });
});

interface Case {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** The new migration without its first line. */
  readonly repair: string;
}

const cases: readonly Case[] = [
  {
    name: "an index for a column that a policy compares",
    from: "create index members_user_id_idx on public.members (user_id);\n",
    to: "",
    repair: "create index members_user_id_idx on public.members (user_id);\n",
  },
  {
    name: "an index for a foreign key",
    from: "primary key (group_id, user_id)",
    to: "primary key (user_id, group_id)",
    repair: "create index members_group_id_idx on public.members (group_id);\n",
  },
  {
    name: "a grant that a policy counts on, and no other",
    from: "grant select, insert on",
    to: "grant select on",
    repair: "grant insert on public.members to authenticated;\n",
  },
  {
    name: "row level security of a table with policies",
    from: "alter table public.groups enable row level security;\n",
    to: "",
    repair: "alter table public.groups enable row level security;\n",
  },
  {
    name: "a policy that asks its own table for the user's groups",
    from: "using (user_id = (select auth.uid()));\n\ncreate policy members_join",
    to: "using (group_id in (select m.group_id from public.members m where m.user_id = (select auth.uid())));\n\ncreate policy members_join",
    repair: `create schema if not exists private;

grant usage on schema private to authenticated;

create or replace function private.members_group_id_of_user()
returns setof uuid
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return query select m.group_id from public.members as m where m.user_id = (select auth.uid() as uid);
end;
$$;

revoke execute on function private.members_group_id_of_user() from public;

grant execute on function private.members_group_id_of_user() to authenticated;

alter policy members_read on public.members using (group_id in (select private.members_group_id_of_user()));
`,
  },
];

test.for(cases)("mends $name, once", async ({ from, to, repair }) => {
  expect(healthy).toContain(from);
  const broken = healthy.replace(from, to);
  const mended = await mend(broken);
  expect(mended.left).toEqual([]);
  expect(mended.refused).toEqual([]);
  expect(mended.before).toBeGreaterThan(0);
  expect(mended.texts.get(path)).toBe(broken);
  expect(mended.texts.get(repairPath)).toBe(`-- What the database lacked.\n\n${repair}`);
  const again = await mend(mended.texts);
  expect(again).toMatchObject({ before: 0, fixes: [], left: [] });
});

interface CircleCase {
  readonly name: string;
  readonly condition: string;
  /** What the policy asks after the repair. */
  readonly after: string;
}

const circles: readonly CircleCase[] = [
  {
    name: "a query of one row",
    condition:
      "exists (select 1 from public.members m where m.group_id = members.group_id and m.user_id = auth.uid())",
    after: "group_id in (select private.members_group_id_of_user())",
  },
  {
    name: "a query that asks for more",
    condition:
      "exists (select 1 from public.members where user_id = (select auth.uid()) and role = 'admin')",
    after: "(select private.members_has_for_user()) = true",
  },
  {
    name: "a query with something denied",
    condition:
      "not exists (select 1 from public.members m where m.group_id = members.group_id and m.user_id = auth.uid() and m.role = 'banned')",
    after: "not (private.members_has_for_user(group_id))",
  },
  {
    name: "a value of the user's row",
    condition:
      "(select m.role from public.members m where m.group_id = members.group_id and m.user_id = auth.uid()) = 'admin'",
    after: "private.members_role_for_user(group_id) = 'admin'::text",
  },
];

const circular = (condition: string) =>
  healthy.replace(
    "using (user_id = (select auth.uid()));\n\ncreate policy members_join",
    `using (${condition});\n\ncreate policy members_join`,
  );

test.for(circles)("breaks the circle of $name", async ({ condition, after }) => {
  const mended = await mend(circular(condition));
  expect(mended.left).toEqual([]);
  expect(mended.fixes.map(({ fixer }) => fixer)).toEqual(["policy-recursion"]);
  expect(mended.texts.get(repairPath)?.toLowerCase()).toContain(
    `alter policy members_read on public.members using (${after.toLowerCase()});`,
  );
});

test.for([
  "exists (select 1 from public.members m where m.group_id = members.group_id)",
  "exists (select 1 from public.members m join public.groups g on g.id = m.group_id where m.user_id = auth.uid())",
])("leaves a circle that shows more than the user's own rows: %s", async (condition) => {
  const mended = await mend(circular(condition));
  expect(mended.fixes).toEqual([]);
  expect([...mended.texts.keys()]).toEqual([path]);
  expect(mended.left.map(({ code }) => code)).toEqual(["lint/policy-recursion"]);
});

test("closes a table without policies and says that somebody must write them", async () => {
  const mended = await mend("create table public.notes (id uuid primary key);\n");
  expect(mended.texts.get(repairPath)).toContain(
    "alter table public.notes enable row level security;",
  );
  expect(mended.left.map(({ code, why }) => [code, why])).toEqual([
    [
      "lint/row-security-off",
      "row level security was switched on, and without a policy no client sees a row: write one for each command that clients may use",
    ],
  ]);
});

test.for([
  [
    "grant select, insert on public.members",
    "revoke insert on public.members from authenticated;\n\ngrant select on public.members",
  ],
  [
    "create policy members_join on public.members for insert",
    "create policy members_join on public.members for all",
  ],
])(
  "leaves a right alone about which the migrations contradict each other: %s",
  async ([from, to]) => {
    const mended = await mend(healthy.replace(from ?? "", to ?? ""));
    expect(mended.fixes).toEqual([]);
    expect(mended.left.map(({ code }) => code)).toContain("lint/missing-grant");
  },
);

const linesOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .toSorted();

test("a statement that comes before what it needs changes places, and nothing else does", async () => {
  const index = "create index members_user_id_idx on public.members (user_id);\n\n";
  const groups = healthy.slice(0, healthy.indexOf("create table public.members"));
  for (const broken of [
    `${index}${healthy.replace(index, "")}`,
    healthy.replace(groups, "").replace(index, `${groups}${index}`),
  ]) {
    const mended = await mend(broken);
    expect(mended.before).toBeGreaterThan(0);
    expect(mended.left).toEqual([]);
    expect([...mended.texts.keys()]).toEqual([path]);
    expect(linesOf(mended.texts.get(path) ?? "")).toEqual(linesOf(broken));
    expect(await mend(mended.texts)).toMatchObject({ before: 0, fixes: [] });
  }
});

test("a statement that lacks several things goes behind all of them", async () => {
  const policy = healthy.slice(
    healthy.indexOf("create policy members_read"),
    healthy.indexOf("create policy members_join"),
  );
  const helper =
    "create function public.my_id() returns uuid language sql stable set search_path = '' as $$ select auth.uid() $$;\n\n";
  const late = policy.replace("auth.uid()", "public.my_id()");
  const broken = `${late}${healthy.replace(policy, "")}\n${helper}alter table public.groups validate constraint named;\n\nalter table public.groups add constraint named check (name <> '') not valid;\n`;
  const mended = await mend(broken);
  expect(mended.left).toEqual([]);
  expect([...mended.texts.keys()]).toEqual([path]);
  expect(linesOf(mended.texts.get(path) ?? "")).toEqual(linesOf(broken));
});

test("a statement that nothing can help is reported, and nothing is put behind it", async () => {
  const mended = await mend(
    `${healthy}\ncreate index on public.nowhere (id);\n\ncreate table public.open (id uuid primary key);\n`,
  );
  expect([...mended.texts.keys()]).toEqual([path]);
  expect(mended.left.map(({ code, line }) => [code, line])).toEqual([
    ["schema/statement", healthy.split("\n").length + 1],
    ["lint/row-security-off", 1],
  ]);
});
