import { archetypeSchema, blueprintSchema } from "../../src/spec/blueprint.ts";
import { compareText } from "../../src/core/compare-text.ts";
import type { Catalog, CatalogEntry } from "../../src/catalog/catalog.ts";

/** A catalog in memory. Every blueprint needs an id; title, summary and one file are filled in. */
export function catalogOf(
  blueprints: readonly ({ readonly id: string } & Record<string, unknown>)[],
  archetypes: readonly unknown[] = [],
): Catalog {
  const entries = blueprints.map((given): [string, CatalogEntry] => {
    const source = { title: given.id, summary: "A test.", files: [`src/${given.id}.ts`], ...given };
    const blueprint = blueprintSchema.parse(source);
    const blueprintFile = `features/${given.id}/blueprint.yaml`;
    return [given.id, { blueprint, source, folder: "/nowhere", blueprintFile, origin: "catalog" }];
  });
  return {
    folder: "/nowhere",
    entries: new Map(entries.toSorted(([left], [right]) => compareText(left, right))),
    archetypes: archetypes.map((archetype) => archetypeSchema.parse(archetype)),
    pages: null,
    resources: null,
  };
}

const integer = { kind: "integer", min: 1, max: 600 };
const table = (name: string, to: readonly string[] = []) => ({
  name,
  table: `${name}s`,
  title: name,
  references: to.map((entity) => ({ field: `${entity}_id`, to: entity })),
  access: { select: "everyone" },
});

/** A small network of people and clips, as a stand-in for the real catalog. */
export const socialCatalog = catalogOf(
  [
    { id: "shell", title: "Shell", base: true, files: ["package.json"] },
    { id: "auth", title: "Accounts", aliases: ["login", "log in", "sign up"] },
    {
      id: "profiles",
      title: "Profiles",
      aliases: ["profile", "avatar"],
      requires: ["auth"],
      entities: [table("profile")],
    },
    {
      id: "videos",
      title: "Videos",
      aliases: ["video", "clip", "video upload"],
      requires: ["profiles"],
      entities: [table("video", ["profile"])],
      parameters: {
        maxSeconds: { ...integer, title: "Longest video, in seconds", default: 60 },
        maxMegabytes: { ...integer, title: "Largest file", default: 50 },
      },
    },
    { id: "feed", title: "Video feed", aliases: ["feed", "timeline"], requires: ["videos"] },
    {
      id: "likes",
      title: "Likes",
      aliases: ["like", "heart"],
      requires: ["videos"],
      entities: [table("like", ["profile", "video"])],
    },
    {
      id: "comments",
      title: "Comments",
      aliases: ["comment", "reply"],
      requires: ["videos"],
      entities: [table("comment", ["profile", "video"])],
      parameters: { maxLength: { ...integer, title: "Longest, in characters", default: 200 } },
    },
    {
      id: "follows",
      title: "Follows",
      aliases: ["follow", "follower"],
      requires: ["profiles"],
      joins: [{ with: ["feed"], files: ["src/following-feed.ts"] }],
      entities: [table("follow", ["profile"])],
    },
  ],
  [
    {
      id: "tiktok",
      title: "TikTok clone",
      aliases: ["tiktok", "short video app", "reels"],
      appName: "Clipzy",
      features: ["videos", "feed", "likes", "comments", "follows", "profiles", "auth"],
    },
    {
      id: "talk",
      title: "Long talks",
      aliases: ["talks site"],
      appName: "Talkbase",
      features: ["videos", "profiles"],
      parameters: { videos: { maxSeconds: 600 } },
    },
  ],
);
