import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import type { Session } from "../../src/backend/session.ts";
import { accessMatrix, type AccessMatrix } from "../../src/schema/access-matrix.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import type { AccessRule } from "../../src/spec/access-rule.ts";
import type { Entity } from "../../src/spec/entity.ts";
import { policyMutants } from "./policy-mutants.ts";
import { article, person, remark, teamEntities } from "./rule-entities.ts";
import {
  applyAll,
  migrate,
  migrationsThrough,
  openTestDatabase,
  tryMatrix,
} from "./schema-database.ts";

/** Mutants need a matrix each. Milliseconds. */
const slow = 120_000;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const published = { when: { field: "state", is: "open" }, rule: "everyone" } as const;
const publishedPosts = [
  person,
  article({
    select: { anyOf: [published, "owner"] },
    insert: { when: { field: "state", is: "draft" }, rule: "owner" },
    update: { when: { field: "state", in: ["draft", "open"] }, rule: "owner" },
    delete: { allOf: ["owner", { when: { field: "removed_at", isNot: null }, rule: "signed-in" }] },
  }),
  remark({
    select: { anyOf: ["owner", { through: "article_id" }] },
    insert: {
      allOf: [
        { through: "article_id" },
        { when: { field: "is_shown", is: true }, rule: "signed-in" },
      ],
    },
    update: "owner",
    delete: { anyOf: ["owner", { through: "quoted_id" }] },
  }),
];

async function applied<Result>(
  entities: readonly Entity[],
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const migrations = await migrationsThrough([{ entities, buckets: [] }]);
  const transaction = await database.begin();
  try {
    await migrate(transaction, migrations);
    return await use(transaction);
  } finally {
    await transaction.rollback();
  }
}

type Cells = AccessMatrix["cells"];

/** Whether a cell finds what the statement changes; a few cells at a time, as most changes are found by the first. */
function isNoticed(
  session: Session,
  { sql, cells }: { readonly sql: string; readonly cells: Cells },
): Promise<boolean> {
  return session.rolledBack(async (inner) => {
    await applyAll(inner, [sql]);
    for (let start = 0, size = 20; start < cells.length; start += size, size *= 2) {
      const some = cells.slice(start, start + size);
      if ((await tryMatrix(inner, { fixtures: [], cells: some })).length > 0) return true;
    }
    return false;
  });
}

describe.each([
  ["drafts and published posts", publishedPosts],
  ["teams with members in roles", teamEntities],
])("%s", (_, entities) => {
  it("are proven", async () => {
    expect(checkEntities(entities, [])).toEqual([]);
    expect(
      await applied(entities, (session) => tryMatrix(session, accessMatrix(entities, []))),
    ).toEqual([]);
  });

  it(
    "are proven well enough to notice every change of a policy",
    async () => {
      const matrix = accessMatrix(entities, []);
      const survivors = await applied(entities, async (session) => {
        await applyAll(session, matrix.fixtures);
        const { cells: all } = matrix;
        expect(await isNoticed(session, { sql: "select 1", cells: all })).toBe(false);
        const left: string[] = [];
        for (const { sql, table } of await policyMutants(session)) {
          const cells = matrix.cells.filter((cell) => cell.table === table);
          if (!(await isNoticed(session, { sql, cells }))) left.push(sql);
        }
        return left;
      });
      expect(survivors).toEqual([]);
    },
    slow,
  );
});

describe("checkEntities finds", () => {
  const gone = { when: { field: "gone", is: 1 }, rule: "owner" } as const;
  it.each<[what: string, finding: string, rule: AccessRule]>([
    [
      "a condition on no field",
      'schema/unknown-condition-field "gone"',
      { anyOf: ["owner", gone] },
    ],
    [
      "a value that the field never holds",
      'schema/condition-value "shut"',
      { when: { field: "state", in: ["open", "shut"] }, rule: "everyone" },
    ],
    [
      "null in a required field",
      "schema/condition-value null",
      { when: { field: "state", is: null }, rule: "everyone" },
    ],
    [
      "a number above the limit",
      "schema/condition-value 10",
      { when: { field: "level", is: 10 }, rule: "everyone" },
    ],
    [
      "no reference inside a rule",
      'schema/unknown-reference "box_id"',
      { allOf: [{ through: "box_id" }] },
    ],
  ])("%s", (_, finding, rule) => {
    const found = checkEntities([person, article({ select: rule })], []);
    const [code = "", words = ""] = finding.split(" ");
    expect(found.map((one) => one.code)).toEqual([code]);
    expect(found[0]?.message).toContain(words);
  });

  it.each<[what: string, code: string, rule: AccessRule]>([
    ["an entity that is not there", "unknown-entity", { member: "club_member", of: "id" }],
    ["no reference to join", "unknown-reference", { member: "team_member", of: "box_id" }],
    ["members of something else", "unclear-membership", { member: "team_member", of: "author_id" }],
    ["members who are nobody", "membership-without-user", { member: "team", of: "team_id" }],
    [
      "a role that there is not",
      "unknown-role",
      { member: "team_member", of: "team_id", role: "boss" },
    ],
  ])("%s in a rule of membership", (_, code, rule) => {
    const entities = teamEntities.map((entity) => {
      if (entity.name === "team")
        return {
          ...entity,
          owner: null,
          access: {
            ...entity.access,
            select: "signed-in",
            insert: "signed-in",
            update: "nobody",
            delete: "nobody",
          } as const,
        };
      return entity.name === "page"
        ? { ...entity, access: { ...entity.access, select: rule } }
        : entity;
    });
    expect(checkEntities(entities, []).map((found) => found.code)).toContain(`schema/${code}`);
  });

  it("an optional parent that every row would need, but not one beside another rule", () => {
    const codes = (rule: AccessRule) =>
      checkEntities([person, article({ select: "everyone" }), remark({ select: rule })], []).map(
        ({ code }) => code,
      );
    expect(codes({ allOf: ["signed-in", { through: "quoted_id" }] })).toEqual([
      "schema/rule-through-optional",
    ]);
    expect(codes({ anyOf: ["owner", { through: "quoted_id" }] })).toEqual([]);
  });

  it("a loop through one branch, with its path", () => {
    const entities = [
      person,
      article(
        { select: { anyOf: ["owner", { through: "pinned_id" }] } },
        {
          references: [
            { field: "author_id", to: "person" },
            { field: "pinned_id", to: "remark", required: false },
          ],
        },
      ),
      remark({
        select: { when: { field: "is_shown", is: true }, rule: { through: "article_id" } },
      }),
    ];
    const messages = checkEntities(entities, []).map(({ message }) => message);
    expect(messages).toContain("Access rules lead in a circle: article -> remark -> article.");
  });
});
