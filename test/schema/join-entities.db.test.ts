import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { withJoins } from "../../src/schema/join-entities.ts";
import { printDatabaseTypes } from "../../src/schema/print-database-types.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";
import {
  catalogLines,
  migrate,
  migrationsThrough,
  openTestDatabase,
  tryMatrix,
} from "./schema-database.ts";
import { profile } from "./social-entities.ts";

const tag = entitySchema.parse({
  name: "tag",
  table: "tags",
  title: "Tag",
  fields: [{ name: "word", type: "text", min: 1, max: 20 }],
  access: { select: "everyone" },
});
const owned = { select: "owner", insert: "owner", update: "owner", delete: "owner" };

function article(access: object, links: readonly object[] = []): Entity {
  return entitySchema.parse({
    name: "article",
    table: "articles",
    title: "Article",
    references: [{ field: "author_id", to: "profile" }],
    owner: "author_id",
    links,
    access,
  });
}

function linking(...links: readonly object[]): Entity {
  return entitySchema.parse({ ...profile, links });
}

const entities = [
  linking(
    { to: "profile", name: "friendship" },
    { to: "article", name: "bookmark" },
    { to: "tag", table: "interests" },
  ),
  article(owned, [
    { to: "tag" },
    { to: "article", name: "citation", access: { select: { through: "article_id" } } },
  ]),
  tag,
];

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it("joins both ends by a key, with an index from either side", async () => {
  const joins = withJoins(entities).filter(({ key }) => key !== null);
  expect(
    joins.map(({ name, table, key, owner, access }) => ({ name, table, key, owner, access })),
  ).toEqual([
    {
      name: "friendship",
      table: "friendships",
      key: ["profile_id", "other_profile_id"],
      owner: "profile_id",
      access: {
        select: { through: "other_profile_id" },
        insert: { through: "other_profile_id" },
        update: "nobody",
        delete: "owner",
      },
    },
    {
      name: "bookmark",
      table: "bookmarks",
      key: ["profile_id", "article_id"],
      owner: "profile_id",
      access: {
        select: { through: "article_id" },
        insert: { through: "article_id" },
        update: "nobody",
        delete: "owner",
      },
    },
    {
      name: "profile_tag",
      table: "interests",
      key: ["profile_id", "tag_id"],
      owner: "profile_id",
      access: {
        select: { through: "tag_id" },
        insert: { through: "tag_id" },
        update: "nobody",
        delete: "owner",
      },
    },
    {
      name: "article_tag",
      table: "article_tags",
      key: ["article_id", "tag_id"],
      owner: null,
      access: {
        select: { through: "article_id" },
        insert: "nobody",
        update: "nobody",
        delete: "nobody",
      },
    },
    {
      name: "citation",
      table: "citations",
      key: ["article_id", "other_article_id"],
      owner: null,
      access: {
        select: { through: "article_id" },
        insert: "nobody",
        update: "nobody",
        delete: "nobody",
      },
    },
  ]);
  const lines = await database.rolledBack(async (inner) => {
    await migrate(inner, await migrationsThrough([{ entities, buckets: [] }]));
    return catalogLines(inner);
  });
  expect(
    lines
      .filter((line) => /^index.*article_tags/.test(line))
      .map((line) => line.replace(/.* btree /, "")),
  ).toEqual(["(tag_id)", "(article_id, tag_id)"]);
});

it("is proven like any other entity, also when it comes later", async () => {
  expect(checkEntities(entities, []).filter(({ severity }) => severity === "error")).toEqual([]);
  const matrix = accessMatrix(entities, []);
  for (const table of ["bookmarks", "friendships", "interests", "article_tags", "citations"]) {
    expect(matrix.cells.some((cell) => cell.table === table && cell.command === "insert")).toBe(
      true,
    );
  }
  const plain = { entities: [profile, article(owned), tag], buckets: [] };
  const steps = await migrationsThrough([plain, { entities, buckets: [] }]);
  const found = await database.rolledBack(async (inner) => {
    await migrate(inner, steps);
    return tryMatrix(inner, matrix);
  });
  expect(found).toEqual([]);
});

it("asks both ends where each is closed to some", async () => {
  const hidden = entitySchema.parse({
    ...tag,
    references: [{ field: "user_id", to: "profile" }],
    owner: "user_id",
    access: { select: "owner" },
  });
  const closed = [profile, article(owned, [{ to: "tag" }]), hidden];
  expect(withJoins(closed)[2]?.access.select).toEqual({
    allOf: [{ through: "article_id" }, { through: "tag_id" }],
  });
  const steps = await migrationsThrough([{ entities: closed, buckets: [] }]);
  const found = await database.rolledBack(async (inner) => {
    await migrate(inner, steps);
    return tryMatrix(inner, accessMatrix(closed, []));
  });
  expect(found).toEqual([]);
});

it("joins nothing twice, and nothing that declares no links", () => {
  expect(withJoins(withJoins(entities))).toEqual(withJoins(entities));
  expect(withJoins([profile, tag])).toEqual([profile, tag]);
});

it("types the joins", () => {
  const types = printDatabaseTypes(entities);
  for (const table of ["bookmarks", "friendships", "interests", "article_tags", "citations"]) {
    expect(types).toContain(`      ${table}: {\n`);
  }
});

it.each([
  ["unknown-entity", { to: "nothing" }],
  ["duplicate-table", { to: "tag", table: "tags" }],
  ["duplicate-entity", { to: "tag", name: "article" }],
  ["unusable-name", { to: "tag", table: "select" }],
])("checkEntities finds %s in %j", (code, link) => {
  const codes = checkEntities([profile, article(owned, [link]), tag], []).map(
    (found) => found.code,
  );
  expect(codes).toContain(`schema/${code}`);
});
