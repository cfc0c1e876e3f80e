import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { jsonSchemas } from "../../scripts/json-schemas.ts";

const folder = join(import.meta.dirname, "..", "..", "schemas");

test.each([...jsonSchemas()])(
  "schemas/%s is up to date (else: npm run schemas)",
  async (name, text) => {
    expect(await readFile(join(folder, name), "utf8")).toBe(text);
  },
);

test("a number of a blueprint may be a placeholder, but not the number of a parameter", () => {
  const schema = JSON.parse(jsonSchemas().get("blueprint.schema.json") ?? "{}");
  const bytes = schema.properties.storage.items.properties.maxBytes;
  expect(bytes.anyOf.map((each: { type: string }) => each.type)).toEqual(["integer", "string"]);
  expect(JSON.stringify(schema.properties.parameters)).not.toContain('anyOf":[{"type":"integer');
});
