import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";

const templates = join(import.meta.dirname, "../../templates");
const { entries } = await loadSoundCatalog(templates);

function smallest(feature: string, parameter: string): number {
  const found = entries.get(feature)?.blueprint.parameters[parameter];
  if (found?.kind !== "integer") throw new Error(`${feature}.${parameter} is no number.`);
  return found.min;
}

async function numbers(file: string, pattern: RegExp): Promise<readonly number[]> {
  const text = await readFile(join(templates, "features", file), "utf8");
  return [...text.matchAll(pattern)].map(([, found = ""]) => Number(found) || found.length);
}

test("with the smallest limit there is a clip to show, and one for the journey to upload", async () => {
  const seconds = await numbers("videos/files/dev/seeds/videos.ts", /seconds: (\d+),/g);
  expect(Math.min(...seconds)).toBeLessThanOrEqual(smallest("videos", "maxSeconds"));
  const uploaded = await numbers(
    "videos/files/e2e/steps/videos.ts",
    /samplePath\("(neon-road).mp4"\)/g,
  );
  expect(uploaded).toHaveLength(1);
  const its = /neon-road\.mp4"[^}]*?seconds: (\d+)/g;
  const [length] = await numbers("videos/files/dev/seeds/videos.ts", its);
  expect(length).toBeLessThanOrEqual(smallest("videos", "maxSeconds"));
});

test("with the smallest limit the journey can say what it has to say", async () => {
  const lengths = await numbers("comments/files/e2e/steps/comments.ts", /\.fill\("([^"]+)"\)/g);
  expect(lengths.length).toBeGreaterThan(1);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(smallest("comments", "maxLength"));
});
