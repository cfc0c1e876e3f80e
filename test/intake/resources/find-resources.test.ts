import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Catalog } from "../../../src/catalog/catalog.ts";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { InputError } from "../../../src/core/errors.ts";
import { understandRequest } from "../../../src/intake/understand-request.ts";
import { briefSchema } from "../../../src/spec/brief.ts";
import type { Resource } from "../../../src/spec/resource.ts";
import { catalogRequests, refusedRequests, storedRequests } from "./stored-requests.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../../templates"));
const withoutResources: Catalog = { ...catalog, resources: null };
const understand = (request: string) => understandRequest(request, catalog);

function textOf(resources: readonly Resource[]): string {
  return resources
    .map(({ noun, kind, partOf, fields, readers }) => {
      const more = fields.slice(kind.fields.length);
      return [
        `${noun}: ${kind.id}`,
        ...(partOf === null ? [] : [`< ${partOf}`]),
        ...(more.length === 0 ? [] : [`+ ${more.map(({ name }) => name).join(", ")}`]),
        ...(readers === "everyone" ? ["!"] : []),
      ].join(" ");
    })
    .join(", ");
}

test.each(storedRequests)("$request", ({ request, name, stored, excluded, notUnderstood }) => {
  const { brief, resources } = understand(request);
  expect(textOf(resources)).toBe(stored);
  expect(brief.appName).toBe(name);
  expect(brief.features).toEqual([]);
  expect(brief.excluded.map(({ id }) => id)).toEqual(excluded ?? []);
  expect(brief.notUnderstood).toEqual(notUnderstood ?? []);
});

test.each(catalogRequests)("%s gives the same brief as without nouns to store", (request) => {
  const { brief, resources } = understand(request);
  expect(resources).toEqual([]);
  expect(brief).toEqual(understandRequest(request, withoutResources).brief);
});

test.each(refusedRequests)("%s is refused", (request) => {
  expect(() => understand(request)).toThrow(InputError);
});

test("every resource quotes the words that ask for it", () => {
  for (const { request } of storedRequests) {
    for (const { evidence } of understand(request).resources) expect(request).toContain(evidence);
  }
});

test("features of the catalog stay features beside what is stored", () => {
  const { brief, resources } = understand("Track my plants, profiles and waterings");
  expect(brief.features.map(({ id }) => id)).toEqual(["profiles"]);
  expect(textOf(resources)).toBe("plant: living, watering: event < plant");
});

test("what belongs to what is said where the request does not say it", () => {
  const { assumptions } = understand("Track my plants, waterings and photos").brief;
  expect(assumptions).toContain("Waterings belong to plants.");
  expect(assumptions).toContain("Photos belong to plants.");
  const said = understand("Track my plants and their waterings").brief.assumptions;
  expect(said.join("\n")).not.toContain("belong to");
});

test("a thing has three kinds of parts, and a request twelve things", () => {
  const { resources, brief } = understand(
    "Track my plants with waterings, photos, notes, prunings and repottings",
  );
  expect(resources.filter(({ partOf }) => partOf === "plant")).toHaveLength(3);
  expect(brief.assumptions.join("\n")).toContain("Prunings stand alone");
  const nouns = Array.from(
    { length: 500 },
    (_, index) =>
      `thing${"abcdefghij"[index % 10]}${"klmnopqrst"[Math.floor(index / 10) % 10]}${"vwxyz"[Math.floor(index / 100)]}s`,
  );
  const many = understand(`Track my ${nouns.slice(0, 300).join(", ")}`);
  expect(many.resources).toHaveLength(12);
  expect(many.brief.notUnderstood.length).toBeGreaterThan(250);
});

test.each([
  ["Track plants with notes of at most 200 characters and photos up to 2 MB", 200, 2_000_000],
  ["Track plants with 300-character notes and 1 MB photos", 300, 1_000_000],
  ["Track plants with notes and photos", 10_000, null],
  ["Track plants, notes of at least 5 characters, and photos", 10_000, null],
])("%s limits its texts to %d and its pictures to %s", (request, characters, bytes) => {
  const { resources } = understand(request);
  const [, note, photo] = resources;
  expect(resources.map(({ noun }) => noun)).toEqual(["plant", "note", "photo"]);
  expect(note?.fields.find(({ name }) => name === "body")).toMatchObject({ max: characters });
  expect(photo?.largestPicture).toBe(bytes);
});

test.each(["Track notes of at most 50000 characters", "Track photos up to 2 GB"])(
  "%s is out of range",
  (request) => {
    expect(() => understand(request)).toThrow("out of range");
  },
);

const words = fc.constantFrom(
  ..."Track track my our their plants waterings photos weight tracker list of app journal with without for each and , . : ; public private share everyone no books recipes' dog's TikTok videos comments 5 characters called X - include".split(
    " ",
  ),
);

test("any request is understood or refused as bad input, and always in the same way", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(words, { maxLength: 16 }).map((list) => list.join(" ")),
      ),
      (request) => {
        try {
          const { brief, resources } = understand(request);
          briefSchema.parse(brief);
          const nouns = resources.map(({ noun }) => noun);
          expect(new Set(nouns).size).toBe(nouns.length);
          expect(
            resources.flatMap(({ partOf }) => partOf ?? []).filter((noun) => !nouns.includes(noun)),
          ).toEqual([]);
          expect(understand(request)).toEqual({ brief, resources });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      },
    ),
    { numRuns: 300 },
  );
});
