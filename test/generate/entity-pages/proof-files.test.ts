import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { withDesigned } from "../../../src/catalog/with-designed.ts";
import { entityPageFiles } from "../../../src/generate/entity-pages/entity-page-files.ts";
import { formatSource } from "../../../src/generate/format-source.ts";
import { blueprintSchema, type Blueprint } from "../../../src/spec/blueprint.ts";
import { bookClubsFeature } from "./designed-book-clubs.ts";
import { kitchenFeature } from "./designed-kitchen.ts";
import { plantsFeature } from "./designed-plants.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../../templates"));

async function printed(design: Blueprint, path: string): Promise<string> {
  const blueprint = withDesigned(catalog, [design]).entries.get(design.id)?.blueprint ?? design;
  if (catalog.pages === null) throw new Error("The catalog has no pages.");
  const known = [...catalog.entries.values()].flatMap((entry) => entry.blueprint.entities);
  const entities = [...known, ...blueprint.entities];
  const text = entityPageFiles({ blueprint }, { pages: catalog.pages, entities }).get(path);
  return formatSource(path, typeof text === "string" ? text : "");
}

/** The same feature with other parts of one entity. */
function changed(design: Blueprint, name: string, parts: Readonly<Record<string, unknown>>) {
  const entities = design.entities.map((entity) =>
    entity.name === name ? { ...entity, ...parts } : entity,
  );
  return blueprintSchema.parse({ ...design, entities });
}

const titlesOf = (text: string, call: string) =>
  [...text.matchAll(new RegExp(`${call}\\(\\s*[\`"]([^\`"]+)[\`"]`, "g"))].map(
    ([, title]) => title,
  );

test("a journey through what is one's own ends at closed doors for others", async () => {
  const text = await printed(plantsFeature, "e2e/steps/plant-diary.ts");
  const titles = titlesOf(text, "step");
  expect(titles).toContain("${alice.name} adds a photo to the plant");
  expect(titles).toContain("${bob.name} cannot see the plant of ${alice.name}");
  expect(titles.at(-1)).toBe("${alice.name} deletes the plant");
  expect(text).not.toMatch(/\$\{bob\.name\} sees/);
});

test("a journey shows members more than others", async () => {
  const titles = titlesOf(await printed(bookClubsFeature, "e2e/steps/book-clubs.ts"), "step");
  const order = [
    "${alice.name} presses “Join”",
    "${alice.name} adds a book to the club",
    "${bob.name} cannot see the book of ${alice.name}",
    "${bob.name} presses “Join”",
    "${bob.name} sees the book of ${alice.name}",
    "${bob.name} presses “Vote”",
    "${alice.name} deletes the club",
  ].map((title) => titles.indexOf(title));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((left, right) => left - right));
});

test("a journey only looks where nobody may add", async () => {
  const titles = titlesOf(await printed(kitchenFeature, "e2e/steps/kitchen.ts"), "step");
  expect(titles).toContain("${alice.name} looks at the categories");
});

test("unit tests ask what lists, forms, pages and toggles do", async () => {
  const text = await printed(bookClubsFeature, "src/features/book-clubs/book-clubs.test.tsx");
  const titles = titlesOf(text, "test");
  for (const title of [
    "the list of clubs is loaded and leads to each of them",
    "a list without clubs says so",
    "clubs that could not be loaded can be tried again",
    "visitors log in before they add a club",
    "the form says what is wrong with a club",
    "a club is saved with what was entered",
    "only its owner may change a club",
    "a club is deleted after a question",
    "“Vote” is shown at once, and saved as one's own",
    "an answer is saved: Attendance",
  ]) {
    expect(titles).toContain(title);
  }
  expect(new Set(titles).size).toBe(titles.length);
});

const toggle = "src/features/book-clubs/vote-toggle.tsx";

test("a toggle counts by the counter of its parent, by rows that all may read, or not at all", async () => {
  const vote = bookClubsFeature.entities.find(({ name }) => name === "vote");
  const counted = await printed(bookClubsFeature, toggle);
  expect(counted).toContain('.select("vote_count")');
  const own = changed(bookClubsFeature, "vote", { counters: [] });
  expect(await printed(own, toggle)).not.toContain("count");
  const access = { ...vote?.access, select: { through: "book_id" } };
  const shared = changed(own, "vote", { access });
  expect(await printed(shared, toggle)).toContain('count: "exact"');
});

test("a toggle that nobody may take back stays pressed", async () => {
  const vote = bookClubsFeature.entities.find(({ name }) => name === "vote");
  const access = { ...vote?.access, delete: "nobody" };
  const text = await printed(changed(bookClubsFeature, "vote", { access }), toggle);
  expect(text).not.toContain(".delete()");
  expect(text).toContain("disabled={!isReady || isOn}");
});

test("choices are changed where that is allowed, and made anew where it is not", async () => {
  const path = "src/features/book-clubs/attendance-toggle.tsx";
  expect(await printed(bookClubsFeature, path)).toContain(".update({ answer: chosen })");
  const attendance = bookClubsFeature.entities.find(({ name }) => name === "attendance");
  const access = { ...attendance?.access, update: "nobody" };
  const text = await printed(changed(bookClubsFeature, "attendance", { access }), path);
  expect(text).not.toContain(".update(");
  expect(text).toContain(".delete()");
});

test("private pictures are signed, and sample rows have some", async () => {
  const path = "src/features/plant-diary/plant-photo-picture.tsx";
  expect(await printed(plantsFeature, path)).toContain("isPublic: false");
  const storage = plantsFeature.storage.map((bucket) => ({ ...bucket, public: true }));
  const open = blueprintSchema.parse({ ...plantsFeature, storage });
  expect(await printed(open, path)).toContain("isPublic: true");
  const seeds = await printed(plantsFeature, "dev/seeds/plant-diary.ts");
  expect(seeds.match(/await storePicture\(/g)?.length).toBeGreaterThan(3);
});

test("features that only the server writes are printed without rows", async () => {
  const closed = blueprintSchema.parse({
    ...plantsFeature,
    storage: [],
    entities: [
      {
        name: "notice",
        table: "notices",
        title: "Notice",
        fields: [{ name: "title", type: "text", max: 80 }],
        access: { select: "everyone" },
      },
    ],
  });
  expect(await printed(closed, "dev/seeds/plant-diary.ts")).toContain("Nobody but the server");
  expect(await printed(closed, "e2e/steps/plant-diary.ts")).toContain("looks at the notices");
  const tests = await printed(closed, "src/features/plant-diary/plant-diary.test.tsx");
  expect(titlesOf(tests, "test")).toContain("a list without notices says so");
});
