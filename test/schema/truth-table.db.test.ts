import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { readSecurity } from "../../src/gates/read-security.ts";
import type { TableSecurity } from "../../src/schema/table-security.ts";
import { truthTable } from "../../src/schema/truth-table.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";
import { entityGraphs } from "./entity-graphs.ts";
import { teamEntities } from "./rule-entities.ts";
import { applyAll, migrate, migrationsThrough, openTestDatabase } from "./schema-database.ts";
import { profile, socialBuckets, socialEntities } from "./social-entities.ts";

/** A table with one select policy for users, as `pg_policies` shows it. */
function tableWith(using: string, isPermissive = true): TableSecurity {
  return {
    schema: "public",
    table: "memos",
    hasRowSecurity: true,
    policies: [
      { name: "p", command: "select", isPermissive, roles: ["authenticated"], using, check: null },
    ],
    grants: [{ role: "authenticated", command: "select" }],
  };
}

const memo: Entity = entitySchema.parse({
  name: "memo",
  table: "memos",
  title: "Memo",
  fields: [
    { name: "state", type: "text", max: 9, oneOf: ["open", "shut"] },
    { name: "is_shared", type: "boolean", default: false },
  ],
  references: [{ field: "owner_id", to: "profile" }],
  owner: "owner_id",
  access: {
    select: {
      anyOf: ["owner", { allOf: [{ when: { field: "is_shared", is: true }, rule: "signed-in" }] }],
    },
  },
});

const mine = "(owner_id = ( SELECT auth.uid() AS uid))";
const shared = "(is_shared = true)";

async function findingsFor(security: TableSecurity) {
  const { diagnostics } = await truthTable([security], [profile, memo]);
  return diagnostics;
}

describe("one policy against its rule", () => {
  it.each([
    ["as it was compiled", `(${mine} OR ${shared})`],
    [
      "in another order, without the sub-select's name",
      `(is_shared = true) or owner_id = (select auth.uid())`,
    ],
    ["rewritten", `(NOT ((NOT ${mine}) AND (NOT ${shared})))`],
    ["with a part that adds nothing", `(${mine} OR ${shared} OR (${mine} AND ${shared}))`],
    ["with the table's name", `(memos.is_shared = true) OR ${mine}`],
  ])("is equal %s", async (_, using) => {
    expect(await findingsFor(tableWith(using))).toEqual([]);
  });

  it.each([
    ["and instead of or", `(${mine} AND ${shared})`, "refuses a row that the rule allows"],
    [
      "a part too many",
      `(${mine} OR ${shared} OR (state = 'open'::text))`,
      "allows a row that the rule refuses",
    ],
    ["another constant", `(${mine} OR (is_shared = false))`, "allows a row that the rule refuses"],
    ["another column", `((id = ( SELECT auth.uid() AS uid)) OR ${shared})`, "a row that the rule"],
    ["everything", "true", "allows a row that the rule refuses"],
  ])("differs by %s, with a counterexample", async (_, using, says) => {
    const [found] = await findingsFor(tableWith(using));
    expect(found).toMatchObject({ code: "access/policy-differs", severity: "error" });
    expect(found?.message).toContain(says);
    expect(found?.message).toContain("where");
  });

  it("counts restrictive policies, missing privileges and switched off security", async () => {
    const sound = tableWith(`(${mine} OR ${shared})`);
    const [restrictive] = tableWith("(state = 'open'::text)", false).policies;
    const narrowed = {
      ...sound,
      policies: [...sound.policies, ...(restrictive ? [restrictive] : [])],
    };
    for (const changed of [
      narrowed,
      { ...sound, grants: [] },
      { ...sound, hasRowSecurity: false },
      { ...sound, policies: [] },
    ]) {
      expect((await findingsFor(changed)).map(({ code }) => code)).toContain(
        "access/policy-differs",
      );
    }
  });

  it("lets visitors, who have no id, through no comparison with it", async () => {
    const sound = tableWith(`(${mine} OR ${shared})`);
    const anonToo = sound.policies.map((policy) => ({ ...policy, using: mine, roles: ["anon"] }));
    const grants = [...sound.grants, { role: "anon", command: "select" } as const];
    const policies = [...sound.policies, ...anonToo];
    expect(await findingsFor({ ...sound, policies, grants })).toEqual([]);
  });
});

describe("on Postgres", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  async function truthOf(
    {
      entities,
      buckets,
    }: Pick<Parameters<typeof migrationsThrough>[0][number], "entities" | "buckets">,
    changes: readonly string[] = [],
  ) {
    return database.rolledBack(async (session) => {
      await migrate(session, await migrationsThrough([{ entities, buckets }]));
      await applyAll(session, changes);
      const tables = entities.map(({ table }) => table);
      return truthTable(await readSecurity(session, { tables, files: false }), entities);
    });
  }

  it("finds compiled policies equal to their rules", async () => {
    const entities = [...socialEntities, memo];
    const { compared, assignments, diagnostics } = await truthOf({
      entities,
      buckets: socialBuckets,
    });
    expect(diagnostics).toEqual([]);
    expect(compared).toBe(entities.length * 10);
    expect(assignments).toBeGreaterThan(compared);
  });

  it("finds a policy that somebody changed", async () => {
    const { diagnostics } = await truthOf({ entities: socialEntities, buckets: [] }, [
      "alter policy annotations_insert on public.annotations with check (author_id = (select auth.uid()))",
    ]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toMatch(
      /WITH CHECK of insert on annotations for authenticated allows .* exists/,
    );
  });

  it("agrees with the compiler on random entities", async () => {
    await fc.assert(
      fc.asyncProperty(entityGraphs, async (graph) => {
        expect((await truthOf(graph)).diagnostics).toEqual([]);
      }),
      { seed: 8, numRuns: 8 },
    );
  });

  /** Teams whose members policies find by a function; the change replaces that function or a policy. */
  const membersFunction = (where: string, name = "my_team_id_in_team_members_as_admin") =>
    `create or replace function private.${name}() returns setof uuid language plpgsql stable security definer set search_path = '' as $$
     begin return query select m.team_id from public.team_members m where ${where}; end $$`;
  const isMine = "m.person_id = (select auth.uid())";

  it("compares memberships by the rows that say who is a member", async () => {
    const { compared, diagnostics } = await truthOf({ entities: teamEntities, buckets: [] });
    expect(diagnostics).toEqual([]);
    expect(compared).toBe(teamEntities.length * 10);
  });

  it.each([
    ["as it should", membersFunction(`not (m.role <> 'admin') and ${isMine}`), /^$/],
    ["any role", membersFunction(isMine), /allows a row .* team_members with .*role /],
    ["anybody's", membersFunction("m.role = 'admin'"), /allows a row .* person_id of somebody/],
    [
      "a role too many",
      membersFunction(`m.role in ('admin', 'viewer') and ${isMine}`),
      /allows a row .* role "viewer"/,
    ],
    ["another role", membersFunction(`m.role = 'editor' and ${isMine}`), /role "editor"/],
    ["nobody", membersFunction(`false and ${isMine}`), /refuses a row .* role "admin"/],
    [
      "another column",
      "alter policy pages_delete on public.pages using (author_id in (select private.my_team_id_in_team_members_as_admin()))",
      /delete on pages .* a row/,
    ],
    [
      "members of any role in a policy",
      "alter policy pages_delete on public.pages using (team_id in (select private.my_team_id_in_team_members()))",
      /delete on pages .* allows a row/,
    ],
  ])("reads a function that finds %s", async (_, change, says) => {
    const { diagnostics } = await truthOf({ entities: teamEntities, buckets: [] }, [change]);
    expect(diagnostics.map(({ message }) => message).join("\n")).toMatch(says);
  });
});
