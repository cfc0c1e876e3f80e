import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { GateMemory } from "../../../src/gates/memory/gate-memory.ts";
import { RouteParts } from "../../../src/gates/memory/route-parts.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { bareApp, writeApp } from "../fixture-app.ts";

interface Chunk {
  /** What it is called before its hash: two chunks may have the same. */
  readonly base: string;
  readonly code: string;
  /** Indexes of later chunks that it mentions. */
  readonly mentions: readonly number[];
}

/** A simulated bundler: names hold a hash of the content, and contents hold names. Address -> content. */
function simulatedBuild(chunks: readonly Chunk[]): {
  files: Record<string, string>;
  names: string[];
} {
  const names: string[] = [];
  const files: Record<string, string> = {};
  for (const [index, { base, code, mentions }] of [...chunks.entries()].toReversed()) {
    const imports = mentions.map((to) => `import("./${names[to]}");`).join("");
    const content = `${imports}${code}`;
    const hash = createHash("sha256").update(`${index}${content}`).digest("base64url").slice(0, 8);
    names[index] = `${base}-${hash}.js`;
    files[`assets/${names[index]}`] = content;
  }
  files["index.html"] = `<script src="/assets/${names[0]}"></script>`;
  return { files, names };
}

const routes = [0, 1, 2, 3];

/** Route r loads the entry and its own chunk r + 1, with all that this one mentions. */
function loadedBy(route: number, chunks: readonly Chunk[]): ReadonlySet<number> {
  const loaded = new Set([route + 1]);
  for (const index of loaded) chunks[index]?.mentions.forEach((to) => loaded.add(to));
  return new Set([0, ...loaded]);
}

const size = 8;
const chunkOf = (index: number) =>
  fc.record({
    base: fc.constantFrom("page", "api", "list-view", "x"),
    code: fc.string({ maxLength: 6 }),
    mentions:
      index === 0
        ? fc.constant(Array.from({ length: size - 1 }, (_, at) => at + 1))
        : fc
            .uniqueArray(fc.integer({ min: index + 1, max: size }), { maxLength: 2 })
            .map((all) => all.filter((to) => to < size)),
  });

const server = { "supabase/migrations/1.sql": "", "dev/preview.ts": "", "package.json": "{}" };

async function open(root: string, cacheFolder: string, facts: unknown = null) {
  const parts = await RouteParts.open({ root, memory: new GateMemory({ cacheFolder }), facts });
  if (parts === null) throw new Error("the app has a memory");
  return parts;
}

async function writeBuild(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  await rm(join(root, "dist"), { recursive: true, force: true });
  await writeApp(join(root, "dist"), files);
}

function addresses(
  route: number,
  { chunks, names }: { chunks: readonly Chunk[]; names: string[] },
) {
  const files = [...loadedBy(route, chunks)].map((index) => `/assets/${names[index]}`);
  return new Set([`/r${route}`, "/rest/v1/rows", ...files]);
}

async function unchangedIn(parts: RouteParts): Promise<readonly number[]> {
  const known = await Promise.all(
    routes.map(async (route) => (await parts.changeOf(`/r${route}`)) === "none"),
  );
  return routes.filter((route) => known[route]);
}

test("exactly the routes that load a changed chunk are opened again, whatever names change with it", async () => {
  const changes = fc.record({
    chunks: fc.tuple(...Array.from({ length: size }, (_, index) => chunkOf(index))),
    changed: fc.nat(size - 1),
  });
  await fc.assert(
    fc.asyncProperty(changes, async ({ chunks, changed }) => {
      const cacheFolder = await temporaryFolder();
      const root = await bareApp(server);
      const first = simulatedBuild(chunks);
      await writeBuild(root, first.files);
      const parts = await open(root, cacheFolder);
      const { names } = first;
      const loaded = new Map(
        routes.map((route) => [`/r${route}`, addresses(route, { chunks, names })]),
      );
      await parts.keep(loaded, parts);
      expect(await unchangedIn(await open(root, cacheFolder))).toEqual(routes);

      const next = chunks.map((chunk, index) =>
        index === changed ? { ...chunk, code: `${chunk.code}!` } : chunk,
      );
      await writeBuild(root, simulatedBuild(next).files);
      const wanted = routes.filter((route) => !loadedBy(route, chunks).has(changed));
      expect(await unchangedIn(await open(root, cacheFolder))).toEqual(wanted);
    }),
    { numRuns: 25 },
  );
});

test("a changed page, migration, seed, server, route or browser opens every route again", async () => {
  const chunks = routes.map(() => ({ base: "page", code: "", mentions: [] }));
  const { files, names } = simulatedBuild([
    { base: "index", code: "", mentions: [1, 2, 3, 4] },
    ...chunks,
  ]);
  const disturb: readonly ((root: string) => Promise<void>)[] = [
    (root) => writeApp(root, { "dist/index.html": `${files["index.html"]}<p>` }),
    (root) => writeApp(root, { "supabase/migrations/1.sql": "select 1;" }),
    (root) => writeApp(root, { "dev/seeds/rows.ts": "export {};" }),
    (root) => writeApp(root, { "dev/preview.ts": "export {};" }),
    // What no build had is loaded from the server; now there is a file.
    (root) => writeApp(root, { "dist/rest/v1/rows": "[]" }),
  ];
  for (const [index, change] of [...disturb, null].entries()) {
    const cacheFolder = await temporaryFolder();
    const root = await bareApp(server);
    await writeBuild(root, files);
    const parts = await open(root, cacheFolder, "one browser");
    const all = [{ base: "index", code: "", mentions: [1, 2, 3, 4] }, ...chunks];
    const loaded = new Map(
      routes.map((route) => [`/r${route}`, addresses(route, { chunks: all, names })]),
    );
    await parts.keep(loaded, parts);
    await parts.keepTour(parts);
    expect(await (await open(root, cacheFolder, "one browser")).isTourUnchanged()).toBe(true);
    await change?.(root);
    const now = await open(root, cacheFolder, change === null ? "another browser" : "one browser");
    expect(await unchangedIn(now), `change ${index}`).toEqual([]);
    expect(await now.isTourUnchanged(), `change ${index}`).toBe(false);
  }
});

test("a route of which only style sheets differ is known as such", async () => {
  const cacheFolder = await temporaryFolder();
  const page = '<script src="/assets/a-abcdefgh.js"></script><link href="/assets/a-ijklmnop.css">';
  const root = await bareApp({
    ...server,
    "dist/index.html": page,
    "dist/assets/a-abcdefgh.js": "",
    "dist/assets/a-ijklmnop.css": "",
  });
  const parts = await open(root, cacheFolder);
  const loaded = new Set(["/r0", "/assets/a-abcdefgh.js", "/assets/a-ijklmnop.css"]);
  await parts.keep(new Map([["/r0", loaded]]), parts);
  const change = async () => (await open(root, cacheFolder)).changeOf("/r0");
  expect(await change()).toBe("none");
  await rm(join(root, "dist/assets/a-ijklmnop.css"));
  await writeApp(root, {
    "dist/index.html": page.replace("ijklmnop", "qrstuvwx"),
    "dist/assets/a-qrstuvwx.css": "main { color: red; }",
  });
  expect(await change()).toBe("style");
  await writeApp(root, { "dist/assets/a-abcdefgh.js": "1;" });
  expect(await change()).toBe("code");
});

test("what changed while routes were visited is not kept", async () => {
  const cacheFolder = await temporaryFolder();
  const root = await bareApp({ ...server, "dist/index.html": "<main>" });
  const before = await open(root, cacheFolder);
  await writeApp(root, { "dist/index.html": "<main>late" });
  const now = await open(root, cacheFolder);
  await before.keep(new Map([["/r0", new Set(["/r0"])]]), now);
  await before.keepTour(now);
  for (const parts of [before, now]) {
    expect(await parts.changeOf("/r0")).toBe("code");
    expect(await parts.isTourUnchanged()).toBe(false);
  }
});
