import { describe, expect, it } from "vitest";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";

const read = (entity: object): Entity => entitySchema.parse(entity);

function covers(owner: string | null, select: string): readonly Entity[] {
  const author = { field: "author_id", to: "person" };
  const post = { field: "post_id", to: "post", unique: true };
  return [
    read({
      name: "person",
      table: "persons",
      title: "Person",
      owner: "id",
      signUp: { fields: {} },
      access: { select: "signed-in" },
    }),
    read({
      name: "post",
      table: "posts",
      title: "Post",
      references: [author],
      owner: "author_id",
      access: { select, insert: "owner" },
    }),
    read({
      name: "cover",
      table: "covers",
      title: "Cover",
      references: owner === null ? [post] : [post, author],
      owner,
      access: { select: { through: "post_id" }, insert: { through: "post_id" } },
    }),
  ];
}

describe("rows of which each parent has one at most", () => {
  it.each([
    ["by whoever reads the parent", null, "owner"],
    ["in their own name by whoever reads the parent", "author_id", "owner"],
    ["below parents that all users read", null, "signed-in"],
  ])("are inserted %s, and refused to others", (_, owner, select) => {
    const inserts = accessMatrix(covers(owner, select), []).cells.filter(
      ({ command, table }) => table === "covers" && command === "insert",
    );
    const allowed = inserts.filter(
      ({ actor, expect: wanted }) => actor.kind === "user" && wanted.kind === "rows",
    );
    expect(allowed.map(({ id }) => id)).toContain("covers/insert/owner");
    expect(inserts.some(({ expect: wanted }) => wanted.kind === "denied")).toBe(true);
  });
});
