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

/** Whoever blocks somebody and who is blocked do not meet. */
const block: Entity = entitySchema.parse({
  name: "block",
  table: "blocks",
  title: "Block",
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
      ...(conditions.length === 0
        ? []
        : [fc.record({ when: fc.constantFrom(...conditions), rule: tie("tree") })]),
      fc.record({ anyOf: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ allOf: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
    ),
  })).tree;
}

/** Rules that mean something for every entity: a new one is a line here. */
const plain: readonly AccessRule[] = [
  "everyone",
  "signed-in",
  "owner",
  "nobody",
  { role: "moderator" },
];

function rulesOfCommands(leaves: Leaves): fc.Arbitrary<Access> {
  const tree = ruleTrees(leaves);
  return fc.record({ select: tree, insert: tree, update: tree, delete: tree });
}

/** Entities whose rules are trees of every kind of rule, some with blocks; some are refused by `checkEntities`. */
export const ruledEntities: fc.Arbitrary<readonly Entity[]> = fc
  .record({
    isBlocking: fc.boolean(),
    article: rulesOfCommands({ rules: plain, conditions: articleConditions }),
    remark: rulesOfCommands({
      rules: [...plain, { through: "article_id" }, { through: "quoted_id" }],
      conditions: remarkConditions,
    }),
  })
  .map(({ article: ofArticle, isBlocking, remark: ofRemark }) => [
    person,
    ...(isBlocking ? [block] : []),
    article(ofArticle),
    remark(ofRemark),
  ]);

const roles = ["admin", "editor", "viewer"];

function team(access: Access): Entity {
  return entitySchema.parse({
    name: "team",
    table: "teams",
    title: "Team",
    references: [{ field: "founder_id", to: "person" }],
    owner: "founder_id",
    access,
  });
}

function teamMember(access: Access): Entity {
  return entitySchema.parse({
    name: "team_member",
    table: "team_members",
    title: "Team member",
    fields: [{ name: "role", type: "text", max: 9, oneOf: roles, default: "viewer" }],
    references: [
      { field: "team_id", to: "team" },
      { field: "person_id", to: "person" },
    ],
    key: ["team_id", "person_id"],
    owner: "person_id",
    access,
  });
}

function page(access: Access): Entity {
  return entitySchema.parse({
    name: "page",
    table: "pages",
    title: "Page",
    fields: [{ name: "is_locked", type: "boolean", default: false }],
    references: [
      { field: "team_id", to: "team" },
      { field: "author_id", to: "person" },
    ],
    owner: "author_id",
    access,
  });
}

const inTeam = { member: "team_member", of: "team_id" };

/** Teams, whose admins manage the members and whose editors write the pages; the shapes that recurse when written by hand. */
export const teamEntities: readonly Entity[] = [
  person,
  team({
    select: { anyOf: ["owner", { member: "team_member", of: "id" }] },
    insert: "owner",
    update: { anyOf: ["owner", { member: "team_member", of: "id", role: "admin" }] },
    delete: "owner",
  }),
  teamMember({
    select: inTeam,
    insert: { through: "team_id" },
    update: { ...inTeam, role: "admin" },
    delete: { anyOf: ["owner", { ...inTeam, role: "admin" }] },
  }),
  page({
    select: { anyOf: ["owner", inTeam] },
    insert: { ...inTeam, role: ["editor", "admin"] },
    update: {
      allOf: [
        { ...inTeam, role: ["admin", "editor"] },
        { when: { field: "is_locked", is: false }, rule: "signed-in" },
      ],
    },
    delete: { ...inTeam, role: "admin" },
  }),
];

const memberLeaves: readonly AccessRule[] = [
  ...plain,
  inTeam,
  { ...inTeam, role: "admin" },
  { ...inTeam, role: ["viewer", "editor"] },
];
const teamLeaves: readonly AccessRule[] = [
  "signed-in",
  { role: "moderator" },
  "owner",
  { member: "team_member", of: "id" },
  { member: "team_member", of: "id", role: "admin" },
];

/** The same with rules of any shape. */
export const ruledTeams: fc.Arbitrary<readonly Entity[]> = fc
  .record({
    team: rulesOfCommands({ rules: teamLeaves, conditions: [] }),
    member: rulesOfCommands({ rules: memberLeaves, conditions: [{ field: "role", is: "viewer" }] }),
    page: rulesOfCommands({
      rules: [...memberLeaves, { through: "team_id" }],
      conditions: [{ field: "is_locked", is: true }],
    }),
  })
  .map((access) => [person, team(access.team), teamMember(access.member), page(access.page)]);
