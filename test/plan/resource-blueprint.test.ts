import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkDesigned } from "../../src/catalog/check-designed.ts";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { hasErrors } from "../../src/core/diagnostic.ts";
import { InputError } from "../../src/core/errors.ts";
import { planRequest } from "../../src/pipeline/plan-request.ts";
import { designResources } from "../../src/plan/design/resource-blueprint.ts";
import { checkEntities } from "../../src/schema/check-entities.ts";
import { compileMigration } from "../../src/schema/compile-migration.ts";
import { MAX_NEW_FILES_PER_PHASE, planSchema } from "../../src/spec/plan.ts";
import type { Resource } from "../../src/spec/resource.ts";
import type { ResourceKind } from "../../src/spec/resource-words.ts";
import { storedRequests } from "../intake/resources/stored-requests.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../templates"));
const kinds = catalog.resources?.kinds ?? [];

function planned(request: string) {
  const { plan, catalog: together } = planRequest(request, catalog);
  const designed = plan.features.filter(({ origin }) => origin === "designed");
  return { plan, together, designed };
}

function resource(noun: string, parts: Partial<Resource> = {}): Resource {
  const kind = kinds.find(({ id }) => id === catalog.resources?.default);
  if (kind === undefined) throw new Error("The catalog has no kind for unknown nouns.");
  const plural = `${noun}s`;
  return {
    noun,
    plural,
    kind,
    fields: parts.kind?.fields ?? kind.fields,
    largestPicture: null,
    partOf: null,
    readers: "owner",
    evidence: noun,
    ...parts,
  };
}

test("plants, waterings and photos are one feature with its parts below it", () => {
  const { plan, designed } = planned("Track my plants, waterings and photos");
  expect(designed.map(({ id }) => id)).toEqual(["plants"]);
  expect(plan.brief.features).toEqual([{ id: "plants", evidence: "plants, waterings, photos" }]);
  const entities = designed[0]?.blueprint.entities ?? [];
  expect(entities.map(({ name, table }) => [name, table])).toEqual([
    ["plant", "plants"],
    ["watering", "waterings"],
    ["photo", "photos"],
  ]);
  expect(entities.map(({ access }) => access.select)).toEqual(["owner", "owner", "owner"]);
  expect(entities.map(({ access }) => access.insert)).toEqual([
    "owner",
    { through: "plant_id" },
    { through: "plant_id" },
  ]);
  expect(designed[0]?.blueprint.storage).toMatchObject([
    { name: "plants-pictures", public: false },
  ]);
  expect(designed[0]?.blueprint.navigation).toMatchObject([{ to: "/plants", label: "Plants" }]);
  expect(plan.brief.assumptions.join("\n")).toContain("Only you see your plants");
});

test("what is public is read by everybody and written by its owner", () => {
  const { plan, designed } = planned("A public directory of restaurants with reviews");
  const entities = designed[0]?.blueprint.entities ?? [];
  expect(entities.map(({ access }) => access)).toMatchObject([
    { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
    { select: { through: "restaurant_id" }, insert: { through: "restaurant_id" }, update: "owner" },
  ]);
  expect(plan.brief.assumptions.join("\n")).toContain("Everybody can read restaurants");
});

test("things that stand alone are features of their own, with at most four lists each", () => {
  const { designed } = planned("Manage clients, appointments, invoices and recipes");
  expect(designed.map(({ id }) => id)).toEqual(["clients", "invoices", "recipes"]);
});

test("names that somebody has already, and those of own columns, are not taken", () => {
  const nouns = [
    "order",
    "class",
    "event",
    "profile",
    "setting",
    "player",
    "upload",
    "owner",
    "species",
  ];
  const { features, refused } = designResources(
    nouns.map((noun) => resource(noun, noun === "species" ? { plural: "species" } : {})),
    catalog,
  );
  expect(refused).toEqual([]);
  const names = features.map(({ blueprint }) => {
    const [entity] = blueprint.entities;
    return `${blueprint.id}: ${entity?.name} in ${entity?.table}`;
  });
  expect(names).toEqual([
    "orders: order in orders",
    "classs: class in classs",
    "events: event in events",
    "profile-records: profile_record in profile_records",
    "setting-records: setting in setting_records",
    "players: player in players",
    "uploads: upload in uploads",
    "owners: owner_record in owners",
    "species: species_record in species",
  ]);
});

test.each(["植物", "привет", "a".repeat(60), "9 lives", "x; drop table"])(
  "%s is refused with all that belongs to it",
  (noun) => {
    const part = resource("photo", { partOf: noun });
    const { features, refused } = designResources([resource(noun), part], catalog);
    expect(features).toEqual([]);
    expect(refused.map((each) => each.noun)).toEqual([noun, "photo"]);
  },
);

test("without people in the catalog nothing can belong to anybody", () => {
  const entries = new Map(
    [...catalog.entries].filter(([, { blueprint }]) =>
      blueprint.entities.every(({ signUp }) => signUp === null),
    ),
  );
  const plant = resource("plant");
  expect(designResources([plant], { ...catalog, entries }).refused).toEqual([plant]);
});

test("a request of which no noun can be built is refused", () => {
  expect(() => planRequest("Track my книги, рассказы and plants' растения", catalog)).toThrow(
    InputError,
  );
});

test.each(storedRequests)("the plan of $request holds together", async ({ request }) => {
  const { plan, together, designed } = planned(request);
  expect(planSchema.parse(plan)).toEqual(plan);
  expect(planned(request).plan).toEqual(plan);
  expect(plan.phases.every(({ files }) => files <= MAX_NEW_FILES_PER_PHASE)).toBe(true);
  expect(designed.length).toBeGreaterThan(0);
  expect(designed.every(({ id }) => together.entries.has(id))).toBe(true);
});

const noun = fc.stringMatching(/^[a-z]{3,14}( [a-z]{3,10})?$/);
const isSound = (list: readonly Resource[]) => {
  const { features } = designResources(list, catalog);
  const blueprints = features.map(({ blueprint }) => blueprint);
  expect(hasErrors(checkDesigned(blueprints, catalog))).toBe(false);
  const before = [...catalog.entries.values()].map(({ blueprint }) => blueprint);
  const all = [...before, ...blueprints];
  const entities = all.flatMap((blueprint) => blueprint.entities);
  const buckets = all.flatMap(({ storage }) => storage);
  expect(checkEntities(entities, buckets)).toEqual([]);
  return { entities, buckets };
};

test("resources of every kind make sound blueprints whose schema compiles", async () => {
  const whole = (kind: ResourceKind, readers: Resource["readers"]) =>
    resource(`${kind.id} ${readers === "owner" ? "mine" : "shown"}`, { kind, readers });
  const list = kinds.flatMap((kind) =>
    (["owner", "everyone"] as const).flatMap((readers) => {
      const top = whole(kind, readers);
      const part = resource(`${top.noun} part`, { kind, readers, partOf: top.noun });
      return [top, part];
    }),
  );
  const { entities, buckets } = isSound(list);
  expect(entities.length).toBeGreaterThan(list.length);
  const migration = await compileMigration({
    before: [],
    after: entities,
    bucketsBefore: [],
    bucketsAfter: buckets,
    number: 1,
    title: "All kinds",
  });
  expect(migration.statements.length).toBeGreaterThan(list.length);
});

test("any nouns make sound blueprints, or are refused", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.record({
          noun,
          kind: fc.constantFrom(...kinds),
          isPublic: fc.boolean(),
          below: fc.nat(3),
        }),
        { selector: (each) => each.noun, minLength: 1, maxLength: 8 },
      ),
      (list) => {
        const wholes = list.filter(({ below }) => below === 0).map((each) => each.noun);
        isSound(
          list
            .map(({ noun: own, kind, isPublic, below }) =>
              resource(own, {
                kind,
                readers: isPublic ? "everyone" : "owner",
                partOf: below === 0 ? null : (wholes[0] ?? null),
              }),
            )
            .slice(0, 4),
        );
      },
    ),
    { numRuns: 60 },
  );
});
