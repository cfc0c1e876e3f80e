import { basename, join } from "node:path";
import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { withDesigned } from "../../../src/catalog/with-designed.ts";
import { readDirective } from "../../../src/generate/directives.ts";
import { entityPageFiles } from "../../../src/generate/entity-pages/entity-page-files.ts";
import { formatSource } from "../../../src/generate/format-source.ts";
import { blueprintSchema, type Blueprint } from "../../../src/spec/blueprint.ts";
import { bookClubsFeature } from "./designed-book-clubs.ts";
import { kitchenFeature } from "./designed-kitchen.ts";
import { plantsFeature } from "./designed-plants.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../../templates"));

/** The formatted files of a designed feature, by path. */
async function printed(design: Blueprint): Promise<ReadonlyMap<string, string>> {
  const blueprint = withDesigned(catalog, [design]).entries.get(design.id)?.blueprint ?? design;
  const known = [...catalog.entries.values()].flatMap((entry) => entry.blueprint.entities);
  if (catalog.pages === null) throw new Error("The catalog has no pages.");
  const files = entityPageFiles(
    { blueprint },
    { pages: catalog.pages, entities: [...known, ...blueprint.entities] },
  );
  const formatted = [...files].map(async ([path, text]): Promise<[string, string]> => [
    path,
    await formatSource(path, String(text)),
  ]);
  expect([...files.keys()]).toEqual(blueprint.files);
  return new Map(await Promise.all(formatted));
}

const kitchen = await printed(kitchenFeature);

test.each([
  "api.ts",
  "types.ts",
  "recipe-list.tsx",
  "recipe-page.tsx",
  "recipe-form.tsx",
  "link-list.tsx",
])("%s is as a person would have written it", async (name) => {
  const path = [...kitchen.keys()].find((candidate) => basename(candidate) === name) ?? "";
  await expect(kitchen.get(path)).toMatchFileSnapshot(`golden/${name}.txt`);
});

test.each([plantsFeature, bookClubsFeature, kitchenFeature])(
  "no mark of a template and no trace of us is left: $id",
  async (design) => {
    for (const text of (await printed(design)).values()) {
      expect(text).not.toMatch(/\$[A-Za-z]\w*\$|@(?:if|else|end|print|fragment)\b/);
      expect(text).not.toMatch(/mega ?mind|generated/i);
      expect(text.split("\n").filter((line) => readDirective(line) !== null)).toEqual([]);
    }
  },
);

test("the same feature gives the same bytes", async () => {
  expect(await printed(kitchenFeature)).toEqual(kitchen);
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    '"}</Page>{alert()}',
    "// @slot app.routes",
    "{/* @if feature x */}",
    "`${x}`",
    "&lt;b",
    "*/",
    "$one$",
    "\\",
  ),
);

test("titles and values are never read as code", async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (title, value) => {
      const design = blueprintSchema.parse({
        id: "things",
        title,
        summary: "Things.",
        files: ["src/features/things/api.ts"],
        entities: [
          {
            name: "thing",
            table: "things",
            title,
            fields: [
              { name: "label", type: "text", min: 1, max: 20 },
              { name: "kind", type: "text", max: 90, oneOf: [value, "other"], default: value },
            ],
            references: [{ field: "owner_id", to: "profile" }],
            owner: "owner_id",
            access: { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
          },
        ],
      });
      for (const [path, text] of await printed(design)) {
        const { program } = parseSync(path, text);
        expect(JSON.stringify(program)).not.toContain('"name":"alert"');
        expect(text.split("\n").filter((line) => readDirective(line) !== null)).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});
