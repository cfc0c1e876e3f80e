import { entitySchema, type Bucket, type Entity } from "../../../src/spec/entity.ts";

/** A workshop that uses every kind of field, key and relation once. */
export const workshopEntities: readonly Entity[] = [
  {
    name: "profile",
    table: "profiles",
    title: "Profile",
    description: "What people show of themselves.",
    fields: [
      { name: "username", type: "text", min: 3, max: 24, pattern: "^[a-z0-9_]+$" },
      { name: "username_lower", type: "lower", of: "username" },
    ],
    owner: "id",
    signUp: { fields: { username: { metadata: "username", fallback: "handle" } } },
    unique: [["username_lower"]],
    access: { select: "everyone", update: "owner" },
  },
  {
    name: "tag",
    table: "tags",
    title: "Tag",
    fields: [{ name: "word", type: "text", max: 30, format: "slug" }],
    unique: [["word"]],
    access: { select: "everyone" },
  },
  {
    name: "team",
    table: "teams",
    title: "Team",
    fields: [{ name: "title", type: "text", max: 40 }],
    references: [{ field: "founder_id", to: "profile" }],
    owner: "founder_id",
    links: [{ to: "tag" }],
    access: {
      select: { anyOf: ["owner", { member: "team_member", of: "id" }] },
      insert: "owner",
      update: "owner",
      delete: "owner",
    },
  },
  {
    name: "team_member",
    table: "team_members",
    title: "Team member",
    fields: [{ name: "role", type: "text", max: 9, oneOf: ["admin", "editor"], default: "editor" }],
    references: [
      { field: "team_id", to: "team" },
      { field: "person_id", to: "profile" },
    ],
    key: ["team_id", "person_id"],
    owner: "person_id",
    counters: [{ reference: "team_id", column: "member_count" }],
    access: {
      select: { member: "team_member", of: "team_id" },
      insert: { through: "team_id" },
      delete: "owner",
    },
  },
  {
    name: "piece",
    table: "pieces",
    title: "Piece",
    description: "What is made and sold.",
    fields: [
      { name: "title", type: "text", min: 1, max: 80, description: "As it stands on the label." },
      { name: "state", type: "text", max: 9, oneOf: ["draft", "open"], default: "draft" },
      { name: "amount", type: "integer", min: 0, max: 900, default: 0 },
      { name: "weight", type: "bigint", required: false },
      { name: "width", type: "numeric", precision: 8, scale: 2, min: 0 },
      { name: "price", type: "money", currency: "EUR" },
      { name: "is_shown", type: "boolean", default: false },
      { name: "shown_at", type: "timestamptz", default: "now" },
      { name: "made_on", type: "date", required: false },
      { name: "batch_id", type: "uuid", default: "random" },
      {
        name: "colours",
        type: "list",
        items: { type: "text", max: 20 },
        maxItems: 5,
        default: "empty",
      },
      {
        name: "label",
        type: "json",
        shape: { size: { type: "number", required: false } },
        default: "empty",
      },
      { name: "total", type: "computed", by: "product", of: ["amount", "amount"] },
    ],
    references: [
      { field: "maker_id", to: "profile" },
      { field: "made_after_id", to: "piece", required: false, onDelete: "set-null" },
    ],
    owner: "maker_id",
    unique: [["maker_id", "title"]],
    partialUnique: [{ fields: ["maker_id"], where: { field: "state", equals: "draft" } }],
    orders: [{ by: ["shown_at desc"] }, { by: ["amount"], within: "maker_id" }],
    softDelete: true,
    realtime: true,
    access: {
      select: { anyOf: ["owner", { when: { field: "is_shown", is: true }, rule: "everyone" }] },
      insert: "owner",
      update: "owner",
      delete: "owner",
    },
  },
  {
    name: "follow",
    table: "follows",
    title: "Follow",
    references: [
      { field: "follower_id", to: "profile" },
      { field: "followee_id", to: "profile" },
    ],
    key: ["follower_id", "followee_id"],
    owner: "follower_id",
    distinct: [["follower_id", "followee_id"]],
    counters: [
      { reference: "followee_id", column: "follower_count" },
      { reference: "follower_id", column: "following_count" },
    ],
    access: { select: "everyone", insert: "owner", delete: "owner" },
  },
].map((entity) => entitySchema.parse(entity));

export const workshopBuckets: readonly Bucket[] = [
  { name: "pictures", public: true, maxBytes: 1_000_000, mimeTypes: ["image/png"] },
];
