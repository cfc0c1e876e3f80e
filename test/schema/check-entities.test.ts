import { describe, expect, it } from "vitest";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";
import {
  avatars,
  comment,
  follow,
  like,
  post,
  profile,
  socialBuckets,
  socialEntities,
} from "./social-entities.ts";

type Changes = Partial<Record<keyof Entity, unknown>>;

/** An entity with parts replaced, read by the same schema as every other. */
function changed(entity: Entity, changes: Changes): Entity {
  return entitySchema.parse({ ...entity, ...changes });
}

function found(entities: readonly Entity[], buckets = [avatars]): readonly string[] {
  return checkEntities(entities, buckets).map(({ code, message }) => `${code} ${message}`);
}

const item = entitySchema.parse({
  name: "item",
  table: "items",
  title: "Item",
  access: { select: "everyone" },
});
const text = (name: string, more: object = {}) => ({ name, type: "text", max: 9, ...more });

function part(name: string, changes: Changes): Entity {
  return changed(item, { name, table: `${name}_rows`, ...changes });
}

function circle(name: string, to: string): Entity {
  return part(name, { references: [{ field: `${to}_id`, to }] });
}

it("has nothing to say about sound entities", () => {
  expect(found(socialEntities, [...socialBuckets])).toEqual([]);
  expect(found([])).toEqual([]);
});

describe("checkEntities finds", () => {
  it.each<
    [what: string, finding: readonly [code: string, words: string], entities: readonly Entity[]]
  >([
    [
      "an unknown target",
      ["unknown-entity", 'item.box_id points to the entity "box"'],
      [changed(item, { references: [{ field: "box_id", to: "box" }] })],
    ],
    [
      "two entities of one name",
      ["duplicate-entity", '"item"'],
      [item, changed(item, { table: "others" })],
    ],
    [
      "two entities of one table",
      ["duplicate-table", '"items"'],
      [item, changed(item, { name: "other" })],
    ],
    [
      "two columns of one name",
      ["duplicate-column", '"word"'],
      [changed(item, { fields: [text("word"), text("word")] })],
    ],
    [
      "a field named like a column of all tables",
      ["reserved-column", '"created_at"'],
      [changed(item, { fields: [text("created_at")] })],
    ],
    ["a reserved word", ["unusable-name", '"order"'], [changed(item, { fields: [text("order")] })]],
    ["a reserved table", ["unusable-name", '"user"'], [changed(item, { table: "user" })]],
    ["a system column", ["unusable-name", '"ctid"'], [changed(item, { fields: [text("ctid")] })]],
    [
      "an owner that is no reference",
      ["owner-is-no-user", '"who" of item is no reference'],
      [changed(item, { owner: "who", fields: [text("who")] })],
    ],
    [
      "an owner that is no user",
      ["owner-is-no-user", "points to post"],
      [
        profile,
        post,
        changed(item, { owner: "post_id", references: [{ field: "post_id", to: "post" }] }),
      ],
    ],
    ["an id that is no user", ["owner-is-no-user", "its id"], [changed(item, { owner: "id" })]],
    [
      "a rule for owners of nothing",
      ["rule-without-owner", "insert rule of item"],
      [changed(item, { access: { insert: "owner" } })],
    ],
    [
      "a rule through nothing",
      ["unknown-reference", 'goes through "box_id"'],
      [changed(item, { access: { select: { through: "box_id" } } })],
    ],
    [
      "a rule through an optional reference",
      ["rule-through-optional", "box_id"],
      [
        item,
        changed(item, {
          name: "part",
          table: "parts",
          references: [{ field: "box_id", to: "item", required: false }],
          access: { select: { through: "box_id" } },
        }),
      ],
    ],
    [
      "a copy of nothing",
      ["unknown-column", 'copy of "word"'],
      [changed(item, { fields: [{ name: "word_lower", type: "lower", of: "word" }] })],
    ],
    [
      "a unique key over nothing",
      ["unknown-column", "A unique key of item"],
      [changed(item, { unique: [["word"]] })],
    ],
    [
      "an index over nothing",
      ["unknown-column", "An index of item"],
      [changed(item, { indexes: [{ fields: ["word desc"] }] })],
    ],
    [
      "a pair over nothing",
      ["unknown-column", "A distinct pair of item"],
      [changed(item, { distinct: [["word", "id"]] })],
    ],
    [
      "a key over nothing",
      ["unknown-column", "The key of item"],
      [changed(item, { key: ["word", "other"] })],
    ],
    [
      "an immutable nothing",
      ["unknown-column", "immutable"],
      [changed(item, { immutable: ["word"] })],
    ],
    [
      "a counter along nothing",
      ["unknown-reference", "counter word_count"],
      [changed(item, { counters: [{ reference: "word_id", column: "word_count" }] })],
    ],
    [
      "a counter that is a field already",
      ["duplicate-column", '"like_count"'],
      [profile, changed(post, { fields: [...post.fields, text("like_count")] }), like],
    ],
    [
      "a minimum above the maximum",
      ["min-above-max", "9"],
      [changed(item, { fields: [text("word", { min: 10 })] })],
    ],
    [
      "a number's minimum above its maximum",
      ["min-above-max", "7"],
      [changed(item, { fields: [{ name: "n", type: "integer", min: 7, max: 3 }] })],
    ],
    [
      "a default against its own check",
      ["value-breaks-check", '"LOUD"'],
      [changed(item, { fields: [text("word", { pattern: "^[a-z]+$", default: "LOUD" })] })],
    ],
    [
      "a number beyond its type",
      ["value-out-of-range", "3000000000"],
      [changed(item, { fields: [{ name: "n", type: "integer", max: 3_000_000_000 }] })],
    ],
    [
      "a broken pattern",
      ["unreadable-pattern", "("],
      [changed(item, { fields: [text("word", { pattern: "(" })] })],
    ],
    [
      "a pattern that no allowed length fits",
      ["unreadable-pattern", "1 to 9"],
      [changed(item, { fields: [text("word", { min: 1, pattern: "^[a-z]{12}$" })] })],
    ],
    [
      "null for a required reference",
      ["set-null-on-required", "item_id"],
      [
        item,
        changed(item, {
          name: "part",
          table: "parts",
          references: [{ field: "item_id", to: "item", onDelete: "set-null" }],
        }),
      ],
    ],
    [
      "a reference to a composite key",
      ["reference-to-composite-key", "like"],
      [profile, post, like, changed(item, { references: [{ field: "like_id", to: "like" }] })],
    ],
    [
      "a first row that needs a parent",
      ["required-self-reference", "parent_id"],
      [changed(item, { references: [{ field: "parent_id", to: "item" }] })],
    ],
    [
      "pairs of different types",
      ["distinct-types", "id (uuid) and word (text)"],
      [changed(item, { fields: [text("word")], distinct: [["id", "word"]] })],
    ],
    [
      "a sign-up that leaves out a required field",
      ["sign-up", "without word"],
      [changed(profile, { fields: [...profile.fields, text("word")] })],
    ],
    [
      "a handle against the field's checks",
      ["sign-up", "user_0123456789ab"],
      [changed(profile, { fields: [text("username"), profile.fields[1], profile.fields[2]] })],
    ],
    [
      "two tables whose keys share a name",
      ["duplicate-object", '"a_b_c_key"'],
      [
        changed(item, { name: "a", table: "a", fields: [text("b_c")], unique: [["b_c"]] }),
        changed(item, { name: "ab", table: "a_b", fields: [text("c")], unique: [["c"]] }),
      ],
    ],
    [
      "a key that leaves no room for two rows",
      ["no-example-row", "item"],
      [
        changed(item, {
          fields: [{ name: "slot", type: "integer", min: 1, max: 1 }],
          unique: [["slot"]],
        }),
      ],
    ],
    [
      "a character that Postgres cannot store",
      ["nul-character", "U+0000"],
      [changed(item, { description: "a\0b" })],
    ],
  ])("%s", (_, [code, words], entities) => {
    const matching = found(entities).filter((line) => line.startsWith(`schema/${code} `));
    expect(matching.join("\n")).toContain(words);
  });

  it("a circle of required references, with its whole path", () => {
    expect(found([circle("a", "b"), circle("b", "c"), circle("c", "a")])).toEqual([
      expect.stringContaining(
        "schema/reference-cycle Required references form a circle, so that no row can be the first: a -> b -> c -> a",
      ),
    ]);
  });

  it("rules that lead in a circle, but not those that end at an open table", () => {
    const child = part("child", {
      references: [{ field: "root_id", to: "root" }],
      access: { select: { through: "root_id" } },
    });
    const root = part("root", {
      references: [{ field: "child_id", to: "child", required: false }],
      access: { select: { through: "child_id" } },
    });
    expect(found([root, child]).join("\n")).toContain(
      "Access rules lead in a circle: root -> child -> root.",
    );
    const openRoot = part("root", { access: { select: "signed-in", insert: "everyone" } });
    expect(found([openRoot, child])).toEqual([]);
  });

  it("open writes to rows that have owners, as a warning", () => {
    const open = changed(post, { access: { ...post.access, update: "signed-in" } });
    expect(
      checkEntities([profile, open], []).map(({ code, severity }) => [code, severity]),
    ).toEqual([["schema/open-write", "warning"]]);
  });

  it("two buckets of one name", () => {
    expect(found([], [avatars, avatars])).toEqual([
      expect.stringContaining("schema/duplicate-bucket"),
    ]);
  });
});

it.each([
  ["name", 'item"; drop table users; --'],
  ["table", "items (id int); drop schema public cascade; --"],
  ["owner", "id = id or true"],
])("names that are more than names do not get through as %s", (key, name) => {
  expect(() => entitySchema.parse({ ...item, [key]: name })).toThrow(/snake case/);
  // Entities that no schema has read are checked all the same.
  const codes = checkEntities([{ ...item, [key]: name }], []).map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(0);
});

it("the entities of the social app stay sound without those that nobody requires", () => {
  expect(found([profile, post, comment])).toEqual([]);
  expect(found([profile, follow])).toEqual([]);
});
