import { bucketSchema, entitySchema, type Bucket, type Entity } from "../../src/spec/entity.ts";

/** A small social network: six tables that use every part of the entity language. */

export const profile: Entity = entitySchema.parse({
  name: "profile",
  table: "profiles",
  title: "Profile",
  description: "What people show of themselves. It's public.",
  fields: [
    {
      name: "username",
      type: "text",
      min: 3,
      max: 24,
      pattern: "^[a-zA-Z0-9_]+$",
      description: "The handle.",
    },
    { name: "username_lower", type: "lower", of: "username" },
    { name: "display_name", type: "text", max: 50, default: "" },
    { name: "bio", type: "text", max: 160, default: "" },
    { name: "avatar_path", type: "text", max: 300, required: false },
  ],
  owner: "id",
  signUp: {
    fields: {
      username: { metadata: "username", fallback: "handle" },
      display_name: { metadata: "display_name", fallback: "empty" },
    },
  },
  unique: [["username_lower"]],
  access: { select: "everyone", update: "owner" },
});

export const post: Entity = entitySchema.parse({
  name: "post",
  table: "posts",
  title: "Post",
  fields: [
    { name: "body", type: "text", min: 1, max: 280 },
    { name: "mood", type: "text", max: 10, oneOf: ["calm", "it's \\fine"], default: "calm" },
    { name: "length_ms", type: "integer", min: 1, max: 60_000, required: false },
    { name: "views", type: "bigint", min: 0, default: 0 },
    { name: "is_pinned", type: "boolean", default: false },
    { name: "published_at", type: "timestamptz", default: "now" },
    { name: "day", type: "date", default: "now" },
  ],
  references: [{ field: "author_id", to: "profile" }],
  owner: "author_id",
  indexes: [
    { fields: ["published_at desc", "id desc"] },
    { fields: ["author_id", "published_at desc"] },
  ],
  access: { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
});

export const note: Entity = entitySchema.parse({
  name: "note",
  table: "notes",
  title: "Private note",
  fields: [{ name: "body", type: "text", max: 500, default: "" }],
  references: [{ field: "author_id", to: "profile" }],
  owner: "author_id",
  access: { select: "owner", insert: "owner", update: "owner", delete: "owner" },
});

export const annotation: Entity = entitySchema.parse({
  name: "annotation",
  table: "annotations",
  title: "Annotation",
  fields: [{ name: "body", type: "text", max: 100, default: "" }],
  references: [
    { field: "note_id", to: "note" },
    { field: "author_id", to: "profile" },
  ],
  owner: "author_id",
  counters: [{ reference: "note_id", column: "annotation_count" }],
  access: {
    select: { through: "note_id" },
    insert: { through: "note_id" },
    update: { through: "note_id" },
    delete: "owner",
  },
});

export const like: Entity = entitySchema.parse({
  name: "like",
  table: "likes",
  title: "Like",
  references: [
    { field: "user_id", to: "profile" },
    { field: "post_id", to: "post" },
  ],
  key: ["user_id", "post_id"],
  owner: "user_id",
  counters: [{ reference: "post_id", column: "like_count" }],
  access: { select: "everyone", insert: "owner", delete: "owner" },
});

export const comment: Entity = entitySchema.parse({
  name: "comment",
  table: "comments",
  title: "Comment",
  fields: [{ name: "body", type: "text", min: 1, max: 200 }],
  references: [
    { field: "post_id", to: "post" },
    { field: "author_id", to: "profile" },
    { field: "parent_id", to: "comment", required: false },
  ],
  owner: "author_id",
  counters: [
    { reference: "post_id", column: "comment_count" },
    { reference: "parent_id", column: "reply_count" },
  ],
  immutable: ["post_id", "parent_id"],
  indexes: [{ fields: ["post_id", "created_at desc", "id desc"] }],
  access: {
    select: { through: "post_id" },
    insert: { through: "post_id" },
    update: "owner",
    delete: "owner",
  },
});

export const follow: Entity = entitySchema.parse({
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
});

export const socialEntities: readonly Entity[] = [
  profile,
  post,
  note,
  annotation,
  like,
  comment,
  follow,
];

export const avatars: Bucket = bucketSchema.parse({
  name: "avatars",
  public: true,
  maxBytes: 2_000_000,
  mimeTypes: ["image/png", "image/jpeg"],
});

export const clips: Bucket = bucketSchema.parse({
  name: "clips",
  public: true,
  maxBytes: 5_000_000_000,
  mimeTypes: ["video/mp4"],
});

export const socialBuckets: readonly Bucket[] = [clips, avatars];
