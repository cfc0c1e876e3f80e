/**
 * Faults put into a generated app one at a time, by kind and by seed: how many are mended without a model, against the
 * compiler's own code actions on the same faults. ESLint is not among our packages, so it is not in the comparison.
 *
 *   node bench/faults.ts [<faults>] [<seed>] [<kind>]
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadSoundCatalog } from "../src/catalog/load-catalog.ts";
import { composePhases } from "../src/generate/compose-phases.ts";
import { planRequest } from "../src/pipeline/plan-request.ts";
import { templateFiles } from "../src/pipeline/template-files.ts";
import { createChecker, type ProjectChecker } from "../src/repair/check-project.ts";
import { findCompiler } from "../src/repair/find-compiler.ts";
import { fixToFixedPoint } from "../src/repair/fix-to-fixed-point.ts";
import { fixers } from "../src/repair/fixers/registry.ts";
import { startLanguageServer, type LanguageServer } from "../src/repair/language-server.ts";
import { createProject, isJudged, type ProjectFacts } from "../src/repair/project.ts";
import { readProject } from "../src/repair/read-project.ts";
import { appPackages } from "../test/support/app-packages.ts";
import type { FaultKind } from "./faults/fault-kind.ts";
import { allKinds, breakFile, plant, randomFrom, type Planted } from "./faults/plant.ts";
import { withTscActions } from "./faults/with-tsc-actions.ts";

const REQUEST = "TikTok clone";
const kinds = allKinds.filter(({ name }) => (process.argv[4] ?? name) === name);

async function writeApp(root: string): Promise<void> {
  const catalog = await loadSoundCatalog(join(import.meta.dirname, "..", "templates"));
  const planned = planRequest(REQUEST, catalog);
  const templates = await templateFiles(planned);
  const app = (await composePhases({ plan: planned.plan, templates })).at(-1) ?? new Map();
  for (const [path, content] of app) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  await symlink(await appPackages(), join(root, "node_modules"));
}

interface Tally {
  count: number;
  mended: number;
  exact: number;
  byTsc: number;
  raised: number;
  healthyTouched: number;
  ms: number[];
  /** Where it was not mended, for a look by hand. */
  missed: string[];
}

const emptyTally = (): Tally => ({
  count: 0,
  mended: 0,
  exact: 0,
  byTsc: 0,
  raised: 0,
  healthyTouched: 0,
  ms: [],
  missed: [],
});

const changed = (left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>) =>
  [...new Set([...left.keys(), ...right.keys()])].filter(
    (path) => left.get(path) !== right.get(path),
  );

async function run(count: number, seed: number): Promise<ReadonlyMap<FaultKind, Tally>> {
  const root = await mkdtemp(join(tmpdir(), "megamind-faults-"));
  const signal = new AbortController().signal;
  try {
    await writeApp(root);
    const compiler = await findCompiler(root);
    const { facts, texts } = await readProject({
      root,
      compiler,
      knownPackages: new Map(),
      signal,
    });
    const server = await startLanguageServer({ root, compiler, signal });
    const checker = createChecker(server);
    const healthy = createProject(facts, texts, new Map());
    const found = await checker.findings(healthy);
    if (found.length > 0) throw new Error(`The healthy app has ${found.length} errors.`);
    const random = randomFrom(seed);
    const tallies = new Map(kinds.map((kind): [FaultKind, Tally] => [kind, emptyTally()]));
    const paths = [...texts.keys()].filter(isJudged);
    const bench: Bench = { facts, texts, server, checker, signal };
    for (let index = 0; index < count; index += 1) {
      const kind = kinds[index % kinds.length];
      if (kind === undefined) continue;
      // Not every such change is a fault: then another one is planted.
      for (let attempt = 0; attempt < 8; attempt += 1) {
        const place = plant({ kind, paths, random, healthy });
        if (place === null || (await measure(bench, place, tallies.get(kind) ?? emptyTally())))
          break;
      }
    }
    await server.close();
    return tallies;
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Bench {
  readonly facts: ProjectFacts;
  readonly texts: ReadonlyMap<string, string>;
  readonly server: LanguageServer;
  readonly checker: ProjectChecker;
  readonly signal: AbortSignal;
}

/** Mends one fault and counts; false when nothing is wrong with the app after it. */
async function measure(bench: Bench, { path, fault }: Planted, tally: Tally): Promise<boolean> {
  const { texts, server, checker } = bench;
  const broken = breakFile(texts, path, fault);
  const paths = [...bench.facts.paths].filter((file) => broken.has(file) || !texts.has(file));
  const facts = { ...bench.facts, paths: new Set(paths) };
  const started = performance.now();
  const result = await fixToFixedPoint({ ...bench, facts, texts: broken, fixers });
  const elapsed = performance.now() - started;
  const [first] = result.left;
  if (result.before.length === 0) return false;
  const touched = changed(texts, result.texts).filter(
    (file) => file !== path && file !== fault.renameTo,
  );
  tally.count += 1;
  tally.ms.push(elapsed);
  tally.mended += Number(first === undefined);
  tally.exact += Number(changed(texts, result.texts).length === 0);
  tally.raised += Number(result.left.length > result.before.length);
  tally.healthyTouched += touched.length;
  if (first !== undefined) {
    const { file, line, code, message, why } = first;
    tally.missed.push(`${file}:${line} ${code} ${message.split("\n")[0]} (${why})`);
  }
  const byTsc = await withTscActions({ facts, texts: broken, server, checker });
  const left = await checker.findings(createProject(facts, byTsc, new Map()));
  tally.byTsc += Number(left.length === 0);
  return true;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

const percent = (part: number, whole: number) =>
  `${whole === 0 ? "-" : Math.round((100 * part) / whole)} %`;

const [count = 200, seed = 1] = process.argv.slice(2, 4).map(Number);
const tallies = await run(count, seed);
console.log("kind | faults | mended | byte for byte | tsc alone | median ms");
for (const [{ name, isMechanical }, tally] of tallies) {
  const { count: all, mended, exact, byTsc, ms } = tally;
  const label = isMechanical ? name : `${name} (to be reported)`;
  console.log(
    `${label} | ${all} | ${percent(mended, all)} | ${percent(exact, all)} | ${percent(byTsc, all)} | ${Math.round(median(ms))}`,
  );
  for (const line of tally.missed) console.log(`    ${line}`);
}
const mechanical = [...tallies].filter(([kind]) => kind.isMechanical).map(([, tally]) => tally);
const sum = (pick: (tally: Tally) => number) =>
  mechanical.reduce((total, tally) => total + pick(tally), 0);
const all = sum((tally) => tally.count);
console.log(
  [
    `${all} faults of ${mechanical.length} mechanical kinds, seed ${seed}`,
    `mended without a model: ${percent(
      sum((tally) => tally.mended),
      all,
    )} (goal 90 %)`,
    `byte for byte as before: ${percent(
      sum((tally) => tally.exact),
      all,
    )}`,
    `by the compiler's code actions alone: ${percent(
      sum((tally) => tally.byTsc),
      all,
    )}; ESLint is not installed`,
    `faults after which there were more errors: ${sum((tally) => tally.raised)}`,
    `healthy files touched: ${sum((tally) => tally.healthyTouched)}`,
    `median ${Math.round(median(mechanical.flatMap(({ ms }) => ms)))} ms a fault, warm`,
  ].join("\n"),
);
