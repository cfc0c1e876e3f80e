import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exampleFiles, examples, projectRoot } from "../../scripts/example-files.ts";

test.each(Object.entries(examples))("examples/%s is what the catalog makes of it", async (name, request) => {
  for (const [path, content] of await exampleFiles(request)) {
    const stored = await readFile(join(projectRoot, "examples", name, path), "utf8");
    expect(stored, `examples/${name}/${path} is stale: npm run examples`).toBe(content);
  }
});
