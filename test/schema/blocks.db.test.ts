import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { hasErrors } from "../../src/core/diagnostic.ts";
import { proveAccess } from "../../src/gates/prove-access.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { withJoins } from "../../src/schema/join-entities.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";
import { article, person, remark, ruledEntities } from "./rule-entities.ts";
import {
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  type Declared,
} from "./schema-database.ts";

/** A proof with mutants tries the matrix many times over. Milliseconds. */
const slow = 180_000;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

type Transaction = Awaited<ReturnType<Database["begin"]>>;

async function throughStates<Result>(
  states: readonly (readonly Entity[])[],
  use: (session: Transaction) => Promise<Result>,
): Promise<Result> {
  const declared = states.map((entities): Declared => ({ entities, buckets: [] }));
  const transaction = await database.begin();
  try {
    await migrate(transaction, await migrationsThrough(declared));
    return await use(transaction);
  } finally {
    await transaction.rollback();
  }
}

function entity(name: string, values: object): Entity {
  return entitySchema.parse({ name, table: `${name}s`, title: name, ...values });
}

const moderator = { role: "moderator" } as const;
const people: Entity = { ...person, access: { ...person.access, select: "everyone" } };

/** Open and conditional rules, roles, a rule through a parent, links between people, what is only one's own, and reports. */
const town: readonly Entity[] = [
  people,
  article({
    select: {
      anyOf: ["owner", moderator, { when: { field: "state", is: "open" }, rule: "everyone" }],
    },
    insert: "owner",
    update: { anyOf: ["owner", { when: { field: "state", isNot: "gone" }, rule: moderator }] },
    delete: { anyOf: ["owner", moderator] },
  }),
  remark({
    select: { through: "article_id" },
    insert: { through: "article_id" },
    update: "owner",
    delete: "owner",
  }),
  entity("follow", {
    references: [
      { field: "fan_id", to: "person" },
      { field: "star_id", to: "person" },
    ],
    key: ["fan_id", "star_id"],
    owner: "fan_id",
    distinct: [["fan_id", "star_id"]],
    counters: [{ reference: "star_id", column: "fan_count" }],
    access: { select: "signed-in", insert: "owner", delete: "owner" },
  }),
  entity("shelf", {
    table: "shelves",
    references: [
      { field: "owner_id", to: "person" },
      { field: "article_id", to: "article", required: false, onDelete: "set-null" },
    ],
    owner: "owner_id",
    access: { select: "owner", insert: "owner", update: "owner", delete: "owner" },
  }),
  entity("report", {
    references: [
      { field: "article_id", to: "article" },
      { field: "author_id", to: "person" },
    ],
    owner: "author_id",
    ignoresBlocks: true,
    access: { select: { anyOf: ["owner", moderator] }, insert: "owner" },
  }),
];

const block = entity("block", {
  references: [
    { field: "blocker_id", to: "person" },
    { field: "blocked_id", to: "person" },
  ],
  key: ["blocker_id", "blocked_id"],
  owner: "blocker_id",
  distinct: [["blocker_id", "blocked_id"]],
  blocks: { by: "blocker_id", whom: "blocked_id" },
  access: { select: "owner", insert: "owner", delete: "owner" },
});
const withBlock = [...town, block];

const prove = (session: Transaction) =>
  proveAccess(session, { entities: withJoins(withBlock), buckets: [], withMutants: true });

describe("blocks that one entity declares", () => {
  it(
    "hide people from each other wherever rows have owners, and every change of that is noticed",
    async () => {
      expect(checkEntities(withBlock, [])).toEqual([]);
      const { diagnostics, mutants } = await throughStates([withBlock], prove);
      expect(diagnostics).toEqual([]);
      const killed = mutants.filter(({ verdict }) => verdict === "killed").map((one) => one.mutant);
      const changed = (words: RegExp) => killed.filter(({ sql }) => words.test(sql)).length;
      expect(changed(/^create or replace function private\.blocked_users/)).toBe(2);
      expect(changed(/keep_apart/)).toBeGreaterThan(5);
    },
    slow,
  );

  it("may come in a later phase than the tables they hide", async () => {
    const lines = (states: readonly (readonly Entity[])[]) => throughStates(states, catalogLines);
    const atOnce = await lines([withBlock]);
    expect(await lines([town.slice(0, 2), town, withBlock])).toEqual(atOnce);
    expect(await lines([town, withBlock, town])).toEqual(await lines([town]));
  });

  it("leave everything as it is where there is no declaration", async () => {
    const [migration] = await migrationsThrough([{ entities: town, buckets: [] }]);
    const text = migration?.statements.map(({ sql }) => sql).join("\n") ?? "";
    expect(text).not.toMatch(/blocked_users|keep_apart/);
    const { cells, fixtures } = accessMatrix(town, []);
    expect(JSON.stringify([cells, fixtures])).not.toMatch(/blocked|blocker/);
  });
});

describe("checkEntities finds", () => {
  it.each<[what: string, codes: readonly string[], changes: object]>([
    [
      "a block of a column that is not there",
      ["blocks-of-nobody"],
      { blocks: { by: "blocker_id", whom: "gone" } },
    ],
    [
      "a block of oneself alone",
      ["blocks-of-nobody"],
      { blocks: { by: "blocker_id", whom: "blocker_id" } },
    ],
    [
      "blocks in the name of others",
      ["blocks-not-owned"],
      { blocks: { by: "blocked_id", whom: "blocker_id" } },
    ],
    ["blocks that may come twice", ["blocks-not-unique"], { key: null }],
    ["blocks of oneself", ["blocks-of-oneself"], { distinct: [] }],
    [
      "blocks that can be changed",
      ["blocks-changeable"],
      { access: { ...block.access, update: "owner" } },
    ],
  ])("%s", (_, codes, changes) => {
    const found = checkEntities([people, entitySchema.parse({ ...block, ...changes })], []);
    expect(found.map(({ code }) => code)).toEqual(codes.map((code) => `schema/${code}`));
  });

  it("a second declaration, and rules that would ask their own table", () => {
    const mute = entitySchema.parse({ ...block, name: "mute", table: "mutes" });
    expect(checkEntities([people, block, mute], []).map(({ code }) => code)).toEqual([
      "schema/blocks-twice",
    ]);
    const note = entity("note", {
      references: [
        { field: "author_id", to: "person" },
        { field: "above_id", to: "note", required: false },
      ],
      owner: "author_id",
      access: { select: "everyone", insert: { anyOf: ["owner", { through: "above_id" }] } },
    });
    expect(checkEntities([people, note], [])).toEqual([]);
    const [loop] = checkEntities([people, note, block], []);
    expect(loop?.message).toBe("Access rules lead in a circle: note -> note.");
  });
});

it(
  "are honoured by any tree of rules",
  async () => {
    await fc.assert(
      fc.asyncProperty(ruledEntities, async (ruled) => {
        const entities = withJoins([...ruled, block]);
        fc.pre(!hasErrors(checkEntities(entities, [])));
        const { diagnostics } = await throughStates([entities], (session) =>
          proveAccess(session, { entities, buckets: [], withMutants: false }),
        );
        expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      }),
      { numRuns: 3 },
    );
  },
  slow,
);
