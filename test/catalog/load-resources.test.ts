import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalogOf, noArchetypes } from "../support/catalog-folder.ts";

const templates = join(import.meta.dirname, "../../templates");
const shipped = await readFile(join(templates, "resources.yaml"), "utf8");

async function findings(text: string): Promise<readonly string[]> {
  const { diagnostics } = await loadCatalogOf({ ...noArchetypes, "resources.yaml": text });
  return diagnostics.map(
    ({ code, subject, message }) => `${subject.file}:${subject.line} ${code} ${message}`,
  );
}

/** The line on which a text of the shipped file stands. */
function lineOf(text: string): number {
  return shipped.slice(0, shipped.indexOf(text)).split("\n").length;
}

test("the words that ship are sound, and a catalog may have none", async () => {
  expect(await findings(shipped)).toEqual([]);
  const { catalog } = await loadCatalogOf(noArchetypes);
  expect(catalog.resources).toBeNull();
});

test.each([
  ["default: thing", "default: thingy", 'There is no kind of nouns "thingy".'],
  [
    "picture: picture_path",
    "picture: nowhere",
    '"nowhere" of picture is no text field for a path.',
  ],
  ["search: [front, back]", "search: [front, side]", '"side" of card is no text field to search.'],
  ["  - id: card", "  - id: link", 'Another kind of nouns has the id "link" too.'],
  ["flashcard, word", "plant, word", 'The noun "plant" is already one of the kind "living".'],
  ["partOf: [living, person]", "partOf: [living, robot]", 'There is no kind of nouns "robot".'],
])("%s as %s is a finding with its line", async (text, wrong, message) => {
  expect(shipped).toContain(text);
  const found = await findings(shipped.replace(text, wrong));
  expect(found.map((line) => line.replace(/^(\S+) \S+ /, "$1 "))).toContainEqual(
    expect.stringContaining(message),
  );
  expect(found[0]).toMatch(/^resources\.yaml:\d+ /);
});

test("what does not fit the schema names its line", async () => {
  const [found] = await findings(shipped.replace("default: thing", "default: 7"));
  expect(found).toContain(`resources.yaml:${lineOf("default: thing")} catalog-schema`);
  const [broken] = await findings("verbs: [");
  expect(broken).toContain("catalog-yaml");
});
