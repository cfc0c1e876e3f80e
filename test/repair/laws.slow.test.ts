import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createChecker, type ProjectChecker } from "../../src/repair/check-project.ts";
import { fixToFixedPoint, type FixResult } from "../../src/repair/fix-to-fixed-point.ts";
import { fixers } from "../../src/repair/fixers/registry.ts";
import { startLanguageServer, type LanguageServer } from "../../src/repair/language-server.ts";
import { readProject, type ProjectFiles } from "../../src/repair/read-project.ts";
import { findCompiler } from "../../src/repair/find-compiler.ts";
import { projectFolder, type Files } from "./mend.ts";

const healthy: Files = {
  "src/lib/prices.ts":
    'export interface Price {\n  readonly cents: number;\n  readonly label?: string;\n}\n\nexport function format({ cents, label }: Price): string {\n  return `${label ?? ""} ${cents / 100}`.trim();\n}\n\nexport async function load(id: string): Promise<Price> {\n  return { cents: id.length };\n}\n',
  "src/price-list.tsx":
    'import { useEffect, useState } from "react";\nimport { Link } from "react-router";\nimport { format, load, type Price } from "@/lib/prices";\n\nexport function PriceList({ ids }: { ids: readonly string[] }) {\n  const [prices, setPrices] = useState<readonly Price[]>([]);\n  useEffect(() => {\n    void Promise.all(ids.map(load)).then(setPrices);\n  }, [ids]);\n  return (\n    <ul className="prices">\n      {prices.map((price) => (\n        <li key={price.cents}>\n          <Link to="/">{format(price)}</Link>\n        </li>\n      ))}\n    </ul>\n  );\n}\n',
};

let server: LanguageServer;
let checker: ProjectChecker;
let project: ProjectFiles;
const signal = new AbortController().signal;

beforeAll(async () => {
  const root = await projectFolder(healthy);
  const compiler = await findCompiler(root);
  project = await readProject({ root, compiler, knownPackages: new Map(), signal });
  server = await startLanguageServer({ root, compiler, signal });
  checker = createChecker(server);
});

afterAll(() => server.close());

function mendTexts(texts: ReadonlyMap<string, string>): Promise<FixResult> {
  return fixToFixedPoint({ facts: project.facts, texts, server, checker, fixers, signal });
}

/** A healthy project with a few letters of one file replaced. */
const damaged = fc
  .record({
    path: fc.constantFrom(...Object.keys(healthy)),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 12 }),
    text: fc.constantFrom("", "x", "}", ")", ">", '"', "any", "await "),
  })
  .map(({ path, place, length, text }) => {
    const whole = healthy[path] ?? "";
    const start = Math.floor(place * whole.length);
    return new Map([
      ...project.texts,
      [path, whole.slice(0, start) + text + whole.slice(start + length)],
    ]);
  });

test("the sample is healthy", async () => {
  expect(await mendTexts(project.texts)).toMatchObject({ before: [], left: [], fixes: [] });
});

test("law: whatever is broken, there are never more errors after than before, and twice is like once", async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (texts) => {
      const first = await mendTexts(texts);
      expect(first.left.length).toBeLessThanOrEqual(first.before.length);
      const again = await mendTexts(first.texts);
      expect([...again.texts]).toEqual([...first.texts]);
    }),
    { numRuns: 40, seed: 7 },
  );
}, 120_000);

test("law: files that are not about the fault stay as they are", async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (texts) => {
      const broken = [...texts].filter(([path, text]) => project.texts.get(path) !== text);
      const { texts: after } = await mendTexts(texts);
      const others = [...project.texts].filter(([path]) => !broken.some(([name]) => name === path));
      for (const [path, text] of others) expect(after.get(path)).toBe(text);
    }),
    { numRuns: 20, seed: 11 },
  );
}, 120_000);
