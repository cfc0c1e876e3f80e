import { expect, test } from "vitest";
import { printAccessPage } from "../../src/schema/access-page.ts";
import { formatSource } from "../../src/generate/format-source.ts";
import { bucketSchema, entitySchema, type Entity } from "../../src/spec/entity.ts";
import { profile, socialBuckets, socialEntities } from "./social-entities.ts";

const commands = [{ run: "check it", does: "checks it." }];
const entity = (more: object): Entity =>
  entitySchema.parse({
    name: "page",
    table: "pages",
    title: "Page",
    references: [{ field: "writer_id", to: "profile" }],
    owner: "writer_id",
    ...more,
  });
const pageOf = (...entities: readonly Entity[]): string =>
  printAccessPage({ title: "A\nbook", entities: [profile, ...entities], buckets: [], commands });

/** The cells of a table's row. */
function cellsOf(page: string, table: string): readonly string[] {
  const line = page.split("\n").find((candidate) => candidate.startsWith(`| \`${table}\` `));
  return (line ?? "")
    .split(/(?<!\\)\|/)
    .slice(2, -1)
    .map((cell) => cell.trim());
}

test("rules read in plain words", () => {
  const page = pageOf(
    entity({
      fields: [{ name: "state", type: "text", max: 9, oneOf: ["out", "a|b"], default: "out" }],
      access: {
        select: {
          anyOf: ["owner", { when: { field: "state", in: ["out", "a|b"] }, rule: "everyone" }],
        },
        insert: "owner",
      },
    }),
    entity({
      name: "remark",
      table: "remarks",
      references: [
        { field: "page_id", to: "page" },
        { field: "writer_id", to: "profile" },
      ],
      access: { select: { through: "page_id" }, insert: { through: "page_id" }, delete: "owner" },
    }),
  );
  expect(page).toMatch(/^# Who may do what in A book\n/);
  expect(cellsOf(page, "pages")).toEqual([
    "its writer; or everyone, where `state` is one of `out`, `a\\|b`",
    "its writer",
    "nobody",
    "nobody",
  ]);
  expect(cellsOf(page, "remarks")).toEqual([
    "readers of its page",
    "readers of its page, in their own name",
    "nobody",
    "its writer",
  ]);
  expect(page).toContain("- `check it` checks it.\n");
});

test("members and their roles are named", () => {
  const team = { name: "team", table: "teams", title: "Team" };
  const members = entity({
    name: "member",
    table: "members",
    fields: [{ name: "role", type: "text", max: 9 }],
    references: [
      { field: "team_id", to: "team" },
      { field: "user_id", to: "profile" },
    ],
    key: ["team_id", "user_id"],
    owner: "user_id",
    access: { select: { member: "member", of: "team_id" }, insert: "nobody" },
  });
  const page = pageOf(
    entitySchema.parse({
      ...team,
      access: { select: { member: "member", of: "id", role: "boss" } },
    }),
    members,
  );
  expect(cellsOf(page, "teams")[0]).toBe("its members with the role `boss`");
  expect(cellsOf(page, "members")[0]).toBe("members of its team");
});

test("removed rows and live changes are told apart", () => {
  const access = { select: "everyone", insert: "owner", delete: "owner" };
  const page = pageOf(entity({ softDelete: true, realtime: true, access }));
  expect(cellsOf(page, "pages")).toEqual([
    "its writer; or everyone, where `deleted_at` is empty",
    "its writer",
    "its writer",
    "its writer, by setting `deleted_at`",
  ]);
  expect(page).toContain("Changes of `pages` are sent to those who subscribe");
  expect(pageOf()).not.toContain("Live changes");
});

test("buckets are listed with their limits", () => {
  const bucket = (name: string, maxBytes: number) =>
    bucketSchema.parse({ name, public: false, maxBytes, mimeTypes: ["a/b"] });
  const buckets = [bucket("one", 2_000_000), bucket("two", 2_097_152), bucket("three", 1000)];
  const page = printAccessPage({ title: "Files", entities: [], buckets, commands });
  expect(page).not.toContain("## Tables");
  expect(["one", "two", "three"].map((name) => cellsOf(page, name))).toEqual(
    ["2 MB", "2 MB", "1 KB"].map((size) => ["its owner", "its owner", size, "`a/b`"]),
  );
});

test("the page is as the apps' formatter leaves it, and the same every time", async () => {
  const options = { title: "Social", entities: socialEntities, buckets: socialBuckets, commands };
  const page = printAccessPage(options);
  expect(await formatSource("docs/access.md", page)).toBe(page);
  expect(printAccessPage(options)).toBe(page);
});

test("conditions stand with those for whom they count", () => {
  const published = { field: "state", is: "out" };
  const fields = [{ name: "state", type: "text", max: 9 }];
  const words = (select: object): string | undefined =>
    cellsOf(pageOf(entity({ fields, access: { select } })), "pages")[0];
  const readers = { anyOf: ["owner", { when: published, rule: "everyone" }] };
  expect(words({ when: { field: "writer_id", isNot: null }, rule: readers })).toBe(
    "its writer, where `writer_id` is not empty; or everyone, where `state` is `out` and `writer_id` is not empty",
  );
  expect(words({ anyOf: ["owner", { when: published, rule: readers }] })).toBe(
    "its writer; or everyone, where `state` is `out`",
  );
  expect(words({ allOf: [{ role: "editor" }, { anyOf: ["owner", "signed-in"] }] })).toBe(
    "users with the role `editor`, if also its writer; " +
      "or users with the role `editor`, if also signed-in users",
  );
  expect(words({ allOf: ["everyone", { when: published, rule: "signed-in" }] })).toBe(
    "signed-in users, where `state` is `out`",
  );
});

test("blocks are a condition like others, and explained", () => {
  const block = entity({
    name: "block",
    table: "blocks",
    references: [
      { field: "by_id", to: "profile" },
      { field: "whom_id", to: "profile" },
    ],
    key: ["by_id", "whom_id"],
    owner: "by_id",
    blocks: { by: "by_id", whom: "whom_id" },
    access: { select: "owner", insert: "owner" },
  });
  const page = pageOf(entity({ access: { select: "everyone", insert: "owner" } }), block);
  const words = "no block stands between them and its owner";
  expect(cellsOf(page, "pages")[0]).toBe(`everyone, where ${words}`);
  expect(page).toContain(`- _${words}_: neither of the two has blocked the other.`);
  expect(cellsOf(page, "blocks")[0]).toBe("its by");
});

test("searches are named", () => {
  const fields = [{ name: "body", type: "text", max: 90 }];
  const page = pageOf(entity({ fields, search: ["body"], access: { select: "everyone" } }));
  expect(page).toContain(
    "## Search\n\nRows are found by words through `search_pages`: those that the caller",
  );
});
