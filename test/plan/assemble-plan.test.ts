import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { understandRequest } from "../../src/intake/understand-request.ts";
import { assemblePlan } from "../../src/plan/assemble-plan.ts";
import type { Brief } from "../../src/spec/brief.ts";
import { planSchema, type Plan } from "../../src/spec/plan.ts";
import { catalogOf, socialCatalog } from "../support/social-catalog.ts";

const planOf = (request: string): Plan =>
  assemblePlan(understandRequest(request, socialCatalog).brief, socialCatalog);

const wanting = (ids: readonly string[], more: Partial<Brief> = {}): Brief => ({
  request: "test",
  appName: "Test",
  slug: "test",
  features: ids.map((id) => ({ id, evidence: id })),
  excluded: [],
  parameters: {},
  assumptions: [],
  notUnderstood: [],
  ...more,
});

test("features are closed over what they require, base features included", () => {
  const { features } = planOf("comments");
  expect(features.map(({ id, source }) => [id, source])).toEqual([
    ["shell", "base"],
    ["auth", "required"],
    ["profiles", "required"],
    ["videos", "required"],
    ["comments", "request"],
  ]);
});

test("without comments there is no comments feature, no table of it and nothing that requires it", () => {
  const plan = planOf("TikTok clone without comments");
  expect(plan.features.map(({ id }) => id)).not.toContain("comments");
  expect(plan.features.filter(({ requires }) => requires.includes("comments"))).toEqual([]);
  expect(plan.entities.map(({ feature }) => feature)).not.toContain("comments");
});

test("a plan fits its schema and adds up", () => {
  const plan = planOf("TikTok clone, videos of 5 seconds");
  expect(planSchema.parse(plan)).toEqual(plan);
  expect(plan.totals).toEqual({
    features: 8,
    phases: plan.phases.length,
    // Eight features with a file each, the file of a join, one migration, the page and the tests about access.
    files: 12,
    entities: 5,
  });
  expect(plan.features.find(({ id }) => id === "videos")?.parameters).toEqual({
    maxSeconds: 5,
    maxMegabytes: 50,
  });
  expect(plan.entities.find(({ name }) => name === "like")).toEqual({
    name: "like",
    table: "likes",
    feature: "likes",
    references: ["profile", "video"],
  });
});

test("tables that join two others are planned with the feature that declares the link", () => {
  const entity = (name: string, more: object = {}) => ({
    name,
    table: `${name}s`,
    title: name,
    access: { select: "everyone" },
    ...more,
  });
  const catalog = catalogOf([
    { id: "tags", entities: [entity("tag")], files: files("tags", 15) },
    { id: "posts", requires: ["tags"], entities: [entity("post", { links: [{ to: "tag" }] })] },
  ]);
  const plan = assemblePlan(wanting(["posts"]), catalog);
  expect(plan.entities).toEqual([
    { name: "tag", table: "tags", feature: "tags", references: [] },
    { name: "post", table: "posts", feature: "posts", references: [] },
    { name: "post_tag", table: "post_tags", feature: "posts", references: ["post", "tag"] },
  ]);
  expect(plan.phases.flatMap(({ entities }) => entities)).toEqual(["tag", "post", "post_tag"]);
  expect(plan.totals.entities).toBe(3);
});

test("the graph leads from what is needed to what needs it", () => {
  expect(planOf("feed").graph).toEqual({
    nodes: ["auth", "feed", "profiles", "shell", "videos"],
    edges: [
      { from: "videos", to: "feed", kind: "requires" },
      { from: "auth", to: "profiles", kind: "requires" },
      { from: "profiles", to: "videos", kind: "requires" },
    ],
  });
});

const files = (id: string, count: number) =>
  Array.from({ length: count }, (_, index) => `src/${id}-${index}.ts`);

test("files of a join count in the phase of its last partner", () => {
  const catalog = catalogOf([
    { id: "a", files: files("a", 10), joins: [{ with: ["b"], files: files("join", 3) }] },
    { id: "b", files: files("b", 12) },
  ]);
  const { phases } = assemblePlan(wanting(["a", "b"]), catalog);
  expect(phases.map(({ features, files: count }) => [features, count])).toEqual([
    [["a"], 10],
    [["b"], 15],
  ]);
});

test("the first phase that stores something has room for the page and the tests about access", () => {
  const stores = { storage: [{ name: "box", public: true, maxBytes: 1, mimeTypes: ["a/b"] }] };
  const catalog = catalogOf([
    { id: "a", files: files("a", 3), ...stores },
    { id: "b", files: files("b", 14), storage: [{ ...stores.storage[0], name: "other" }] },
    { id: "c", files: files("c", 1) },
  ]);
  const { phases } = assemblePlan(wanting(["a", "b", "c"]), catalog);
  expect(phases.map(({ features, files: count }) => [features, count])).toEqual([
    [["a", "b"], 20],
    [["c"], 1],
  ]);
});

test("the request's order decides among equals, then the id", () => {
  const catalog = catalogOf([{ id: "a" }, { id: "b" }, { id: "c" }]);
  const order = (ids: readonly string[]) =>
    assemblePlan(wanting(ids), catalog).features.map(({ id }) => id);
  expect(order(["c", "a", "b"])).toEqual(["c", "a", "b"]);
});

test("a brief that wants what it excludes is refused", () => {
  const brief = wanting(["comments"], { excluded: [{ id: "auth", evidence: "no login" }] });
  expect(() => assemblePlan(brief, socialCatalog)).toThrow(InputError);
});

/** Random catalogs: edges lead only from smaller to larger numbers, so there is no cycle. */
const randomCatalog = fc
  .array(
    fc.record({
      files: fc.integer({ min: 1, max: 17 }),
      base: fc.boolean(),
      stores: fc.boolean(),
      requires: fc.array(fc.nat(11), { maxLength: 3 }),
      runsAfter: fc.array(fc.nat(11), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((features) =>
    features.map(({ files, base, stores, requires, runsAfter }, index) => {
      const earlier = (numbers: readonly number[]) =>
        [...new Set(numbers)]
          .filter((number) => number < index && (!base || features[number]?.base === true))
          .map((number) => `f${number}`);
      return {
        id: `f${index}`,
        base,
        files: Array.from({ length: files }, (_, file) => `src/f${index}-${file}.ts`),
        requires: earlier(requires),
        runsAfter: earlier(runsAfter),
        storage: stores
          ? [{ name: `bucket-${index}`, public: true, maxBytes: 1, mimeTypes: ["image/png"] }]
          : [],
      };
    }),
  );

test("phases hold at most 20 new files, every feature once, and no dependency comes later", () => {
  fc.assert(
    fc.property(randomCatalog, (blueprints) => {
      const catalog = catalogOf(blueprints);
      const plan = assemblePlan(wanting(blueprints.map(({ id }) => id)), catalog);
      const phaseOf = new Map(plan.features.map(({ id, phase }) => [id, phase]));
      const order = plan.features.map(({ id }) => id);
      expect(order.toSorted()).toEqual([...catalog.entries.keys()].toSorted());
      for (const { files } of plan.phases) expect(files).toBeLessThanOrEqual(20);
      for (const { from, to } of plan.graph.edges) {
        expect(phaseOf.get(from) ?? 99).toBeLessThanOrEqual(phaseOf.get(to) ?? 0);
        expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
      }
      const firstOther = plan.features.findIndex(({ source }) => source !== "base");
      const lastBase = plan.features.findLastIndex(({ source }) => source === "base");
      expect(firstOther < 0 || lastBase < firstOther).toBe(true);
    }),
  );
});

test("the plan does not depend on the order in which the catalog was read", () => {
  fc.assert(
    fc.property(randomCatalog, (blueprints) => {
      const brief = wanting(blueprints.map(({ id }) => id));
      expect(assemblePlan(brief, catalogOf(blueprints.toReversed()))).toEqual(
        assemblePlan(brief, catalogOf(blueprints)),
      );
    }),
    { numRuns: 30 },
  );
});
