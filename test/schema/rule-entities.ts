import fc from "fast-check";
import type { AccessRule, RowCondition } from "../../src/spec/access-rule.ts";
import { entitySchema, type Entity } from "../../src/spec/entity.ts";

/** People and what they keep for themselves, publish and share: entities whose rules tests choose. */

export const person: Entity = entitySchema.parse({
  name: "person",
  table: "people",
  title: "Person",
  fields: [{ name: "is_hidden", type: "boolean", default: false }],
  owner: "id",
  signUp: { fields: {} },
  access: { select: "signed-in", update: "owner" },
});

type Access = Partial<Record<"select" | "insert" | "update" | "delete", AccessRule>>;

export function article(access: Access, changes: object = {}): Entity {
  return entitySchema.parse({
    name: "article",
    table: "articles",
    title: "Article",
    fields: [
      { name: "state", type: "text", max: 9, oneOf: ["draft", "open", "gone"], default: "draft" },
      { name: "level", type: "integer", min: 0, max: 9, required: false },
      { name: "removed_at", type: "timestamptz", required: false },
    ],
    references: [{ field: "author_id", to: "person" }],
    owner: "author_id",
    access,
    ...changes,
  });
}

export function remark(access: Access): Entity {
  return entitySchema.parse({
    name: "remark",
    table: "remarks",
    title: "Remark",
    fields: [{ name: "is_shown", type: "boolean", default: true }],
    references: [
      { field: "article_id", to: "article" },
      { field: "quoted_id", to: "article", required: false, onDelete: "set-null" },
      { field: "author_id", to: "person" },
    ],
    owner: "author_id",
    access,
  });
}

const articleConditions: readonly RowCondition[] = [
  { field: "state", is: "open" },
  { field: "state", isNot: "draft" },
  { field: "state", in: ["open", "gone"] },
  { field: "level", is: 3 },
  { field: "level", isNot: 3 },
  { field: "level", is: null },
  { field: "removed_at", is: null },
  { field: "removed_at", isNot: null },
];

const remarkConditions: readonly RowCondition[] = [
  { field: "is_shown", is: true },
  { field: "is_shown", isNot: true },
];

interface Leaves {
  readonly rules: readonly AccessRule[];
  readonly conditions: readonly RowCondition[];
}

function ruleTrees({ rules, conditions }: Leaves): fc.Arbitrary<AccessRule> {
  const leaf = fc.constantFrom(...rules);
  return fc.letrec<{ tree: AccessRule }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ when: fc.constantFrom(...conditions), rule: tie("tree") }),
      fc.record({ anyOf: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ allOf: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
    ),
  })).tree;
}

const plain: readonly AccessRule[] = ["everyone", "signed-in", "owner", "nobody"];

function rulesOfCommands(leaves: Leaves): fc.Arbitrary<Access> {
  const tree = ruleTrees(leaves);
  return fc.record({ select: tree, insert: tree, update: tree, delete: tree });
}

/** Entities whose rules are trees of every kind of rule; some are refused by `checkEntities`. */
export const ruledEntities: fc.Arbitrary<readonly Entity[]> = fc
  .record({
    article: rulesOfCommands({ rules: plain, conditions: articleConditions }),
    remark: rulesOfCommands({
      rules: [...plain, { through: "article_id" }, { through: "quoted_id" }],
      conditions: remarkConditions,
    }),
  })
  .map((access) => [person, article(access.article), remark(access.remark)]);
