import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actorSettings } from "../../src/spec/actor.ts";
import type { Database } from "../../src/backend/open-database.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { printAccessPage } from "../../src/schema/access-page.ts";
import type { AccessRule } from "../../src/spec/access-rule.ts";
import type { Entity } from "../../src/spec/entity.ts";
import { ruleText } from "../../src/spec/rule-text.ts";
import { article, person, remark } from "./rule-entities.ts";
import { migrate, migrationsThrough, openTestDatabase, type tryMatrix } from "./schema-database.ts";

/** A proof with mutants tries the matrix many times over. Milliseconds. */
const slow = 120_000;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function applied<Result>(
  entities: readonly Entity[],
  use: (session: Parameters<typeof tryMatrix>[0]) => Promise<Result>,
): Promise<Result> {
  const transaction = await database.begin();
  try {
    await migrate(transaction, await migrationsThrough([{ entities, buckets: [] }]));
    return await use(transaction);
  } finally {
    await transaction.rollback();
  }
}

const moderator = { role: "moderator" } as const;
const editor = { role: "editor" } as const;

/** Roles alone, beside other rules, below conditions, and decided by the row above. */
const magazine = [
  person,
  article({
    select: {
      anyOf: ["owner", moderator, { when: { field: "state", is: "open" }, rule: "everyone" }],
    },
    insert: editor,
    update: { anyOf: ["owner", { allOf: [moderator, editor] }] },
    delete: { when: { field: "state", is: "gone" }, rule: moderator },
  }),
  remark({
    select: { through: "article_id" },
    insert: { allOf: [{ through: "article_id" }, { anyOf: [editor, moderator] }] },
    update: "owner",
    delete: { allOf: ["owner", moderator] },
  }),
];

const prove = (entities: readonly Entity[]) =>
  applied(entities, (session) =>
    proveAccess(session, { entities, buckets: [], withMutants: true }),
  );

describe("rules that ask for a role", () => {
  it(
    "are proven, and every change of them is noticed",
    async () => {
      expect(checkEntities(magazine, [])).toEqual([]);
      const { diagnostics, mutants } = await prove(magazine);
      expect(diagnostics).toEqual([]);
      const killed = mutants.filter(({ verdict }) => verdict === "killed").map((one) => one.mutant);
      for (const words of ["user_metadata", "not_moderator", "not_editor"])
        expect(killed.some(({ sql }) => sql.includes(words))).toBe(true);
    },
    slow,
  );

  it("are tried by who holds the role, who does not and who only says so", () => {
    const { cells } = accessMatrix(magazine, []);
    const onArticles = cells.filter(({ id }) => id.startsWith("articles/delete-by-key/"));
    const actors = onArticles.map(({ actor }) => JSON.stringify(actorSettings(actor).claims));
    expect(actors.some((claims) => /app_metadata.*moderator/.test(claims))).toBe(true);
    expect(actors.some((claims) => /user_metadata.*moderator/.test(claims))).toBe(true);
    expect(onArticles.some(({ actor }) => actor.kind === "user" && !("roles" in actor))).toBe(true);
  });

  it("grant nothing where the token's roles are no list", async () => {
    const rows = await applied(magazine, (session) =>
      session.rolledBack(async (inner) => {
        const { fixtures } = accessMatrix(magazine, []);
        for (const sql of fixtures) await inner.execute(sql);
        const counts: unknown[] = [];
        for (const roles of [["moderator"], "moderator", { moderator: true }, null]) {
          const claims = { sub: "f0000000-0000-4000-8000-00000000000f", app_metadata: { roles } };
          await inner.execute("set local role authenticated");
          await inner.query("select set_config('request.jwt.claims', $1, true)", [
            JSON.stringify(claims),
          ]);
          const found = await inner.query(
            "select count(*)::int as rows from public.articles where state <> 'open'",
          );
          counts.push(found.rows[0]?.["rows"]);
        }
        return counts;
      }),
    );
    expect(rows[0]).toBeGreaterThan(0);
    expect(rows.slice(1)).toEqual([0, 0, 0]);
  });

  it("read well", () => {
    const rule: AccessRule = { allOf: [moderator, { anyOf: ["owner", editor] }] };
    expect(ruleText(rule)).toBe("role moderator and (owner or role editor)");
    const page = printAccessPage({ title: "A", entities: magazine, buckets: [], commands: [] });
    expect(page).toContain("| users with the role `editor`, in their own name ");
    expect(page).toContain("users with the role `moderator`, where `state` is `gone`");
  });
});
