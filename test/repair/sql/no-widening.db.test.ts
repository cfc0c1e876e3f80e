import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { SqlError } from "../../../src/backend/database-errors.ts";
import type { Transaction } from "../../../src/backend/session.ts";
import { mendMigrations } from "../../../src/repair/sql/mend-migrations.ts";
import type { Actor } from "../../../src/spec/actor.ts";
import { applyInside, openMigratable, runMigrations } from "../../support/apply-migrations.ts";

const database = await openMigratable();
afterAll(() => database.close());

const ann = "00000000-0000-4000-8000-00000000000a";
const bob = "00000000-0000-4000-8000-00000000000b";
const red = "00000000-0000-4000-8000-0000000000f1";
const blue = "00000000-0000-4000-8000-0000000000f2";

/** What was meant: the statements of a sound database, in order. */
const sound: readonly string[] = [
  "create schema private",
  "grant usage on schema private to authenticated",
  "create table public.groups (id uuid primary key, owner_id uuid not null, name text not null)",
  "create table public.members (group_id uuid not null references public.groups (id), user_id uuid not null, role text not null default 'member', primary key (group_id, user_id))",
  "create index members_user_id_idx on public.members (user_id)",
  "create index groups_owner_id_idx on public.groups (owner_id)",
  "create function private.my_groups() returns setof uuid language sql stable security definer set search_path = '' as $$ select group_id from public.members where user_id = auth.uid() $$",
  "revoke execute on function private.my_groups() from public",
  "grant execute on function private.my_groups() to authenticated",
  "alter table public.groups enable row level security",
  "alter table public.members enable row level security",
  "grant select on public.groups to anon",
  "grant select, insert, update on public.groups to authenticated",
  "grant select, insert, delete on public.members to authenticated",
  "create policy groups_read on public.groups for select to anon, authenticated using (name <> 'hidden')",
  "create policy groups_make on public.groups for insert to authenticated with check (owner_id = (select auth.uid()))",
  "create policy groups_rename on public.groups for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()))",
  "create policy members_read on public.members for select to authenticated using (group_id in (select private.my_groups()))",
  "create policy members_join on public.members for insert to authenticated with check (user_id = (select auth.uid()))",
  "create policy members_leave on public.members for delete to authenticated using (user_id = (select auth.uid()))",
];

const circles = [
  "group_id in (select m.group_id from public.members m where m.user_id = auth.uid())",
  "exists (select 1 from public.members m where m.group_id = members.group_id and m.user_id = (select auth.uid()))",
  "exists (select 1 from public.members m where m.group_id = members.group_id and m.user_id = auth.uid() and m.role <> 'member')",
];

/** Faults that are planted together: statements that are gone, a policy that asks itself, one that comes too early. */
const faults = fc.record({
  gone: fc.uniqueArray(fc.constantFrom(4, 5, 9, 10, 11, 12, 13), { maxLength: 4 }),
  narrowed: fc.constantFrom(null, "grant select on public.groups to authenticated"),
  circle: fc.constantFrom(null, ...circles),
  early: fc.constantFrom(null, 4, 9, 13, 16),
});

function plant({ gone, narrowed, circle, early }: FaultsOf<typeof faults>): string {
  const kept = sound
    .map((sql, index) => ({ sql, index }))
    .filter(({ index }) => !gone.some((lost) => lost === index))
    .map(({ sql, index }) => {
      if (index === 12 && narrowed !== null) return { sql: narrowed, index };
      if (index !== 17 || circle === null) return { sql, index };
      return { sql: sql.replace(/using \(.*\)$/, `using (${circle})`), index };
    });
  const first = kept.filter(({ index }) => index === early);
  return [...first, ...kept.filter(({ index }) => index !== early)]
    .map(({ sql }) => `${sql};\n`)
    .join("\n");
}

type FaultsOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const rows = `insert into public.groups values ('${red}', '${ann}', 'red'), ('${blue}', '${bob}', 'hidden');
insert into public.members values ('${red}', '${ann}', 'admin'), ('${red}', '${bob}', 'member'), ('${blue}', '${bob}', 'admin');`;

const actors: readonly Actor[] = [
  { kind: "anon" },
  { kind: "user", id: ann },
  { kind: "user", id: bob },
];

const carl = "00000000-0000-4000-8000-00000000000c";
const attempts: readonly string[] = [
  "select 'groups', id from public.groups",
  "select 'members', group_id, user_id from public.members",
  ...[ann, bob].map(
    (id) => `insert into public.groups values ('${id}', '${id}', 'new') returning 1`,
  ),
  ...[ann, bob, carl].map(
    (id) =>
      `insert into public.members values ('${blue}', '${id}', 'admin') on conflict do nothing`,
  ),
  "update public.groups set name = name returning id",
  "update public.members set role = 'admin' returning user_id",
  "delete from public.groups returning id",
  "delete from public.members returning group_id, user_id",
];

/** Everything that somebody can see or change, one line a row. */
async function reachable(text: string): Promise<ReadonlySet<string>> {
  const transaction = await database.begin();
  try {
    const texts = new Map([["1_all.sql", text]]);
    await runMigrations(transaction, { texts, extensions: database.extensions });
    await transaction.execute(rows);
    const lines = new Set<string>();
    for (const actor of actors) {
      for (const sql of attempts) {
        for (const line of await tryAs(transaction, actor, sql)) {
          lines.add(`${JSON.stringify(actor)} ${sql}: ${line}`);
        }
      }
    }
    return lines;
  } finally {
    await transaction.rollback();
  }
}

async function tryAs(
  transaction: Transaction,
  actor: Actor,
  sql: string,
): Promise<readonly string[]> {
  const inner = await transaction.begin();
  try {
    const result = await inner.asActor(actor, { sql });
    const shown = result.rows.map((row) => JSON.stringify(row));
    return sql.startsWith("insert") ? ["done"] : shown;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return [];
  } finally {
    await inner.rollback();
  }
}

test("law: after a repair nobody reaches more than before it or than was meant, and what was meant still works", async () => {
  const meant = await reachable(`${sound.join(";\n\n")};\n`);
  expect(meant.size).toBeGreaterThan(10);
  await fc.assert(
    fc.asyncProperty(faults, async (given) => {
      const broken = plant(given);
      const before = await reachable(broken);
      const mended = await mendMigrations({
        texts: new Map([["supabase/migrations/1_all.sql", broken]]),
        apply: applyInside(database),
      });
      const after = await reachable([...mended.texts.values()].join("\n"));
      expect([...after].filter((line) => !before.has(line) && !meant.has(line))).toEqual([]);
      expect(mended.left.length).toBeLessThanOrEqual(mended.before);
      expect(mended.refused).toEqual([]);
      expect([...before].filter((line) => meant.has(line) && !after.has(line))).toEqual([]);
    }),
    { numRuns: 15, seed: 3 },
  );
});
