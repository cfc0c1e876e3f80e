/**
 * What lessons of earlier repairs are worth. Fixers: faults in one generated app teach; the same ones, and others in
 * another app, are mended without and with these lessons. Models: a simulated model whose edits do not help and whose
 * whole files do, asked to repair pages of one app after the other, without and with lessons.
 *
 *   node bench/learning.ts [<versions>] [<faults in each>] [<seed>]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLearning } from "../src/pipeline/learn-repairs.ts";
import { openFaultApp, type FaultApp } from "./faults/fault-app.ts";
import { randomFrom } from "./faults/plant.ts";
import {
  addCosts,
  brokenVersions,
  damagedVersions,
  mendVersion,
  noCost,
  type Broken,
  type RunCost,
} from "./learning/fixer-runs.ts";
import { modelRuns } from "./learning/model-runs.ts";

const taught = "TikTok clone";
const measured = "an app for recipes with ingredients, and for cooking classes";

const [versions = 8, faults = 8, seed = 1] = process.argv.slice(2, 5).map(Number);

async function withApp<T>(request: string, work: (app: FaultApp) => Promise<T>): Promise<T> {
  const app = await openFaultApp(request);
  return work(app).finally(() => app.close());
}

/** Mends all versions and keeps what that taught. */
async function teach(app: FaultApp, { broken, dataFolder }: Lessons): Promise<RunCost> {
  const learning = await startLearning({ mode: "on", dataFolder });
  let cost = noCost;
  for (const texts of broken) cost = addCosts(cost, await mendVersion(app, texts, learning));
  await learning.save();
  return cost;
}

interface Lessons {
  readonly broken: readonly Broken[];
  /** Where lessons are. */
  readonly dataFolder: string;
}

/** Both ways for each version in turn, so that a busy machine slows both. */
async function compare(app: FaultApp, { broken, dataFolder }: Lessons) {
  const known = await startLearning({ mode: "on", dataFolder });
  const nothing = await startLearning({ mode: "off", dataFolder });
  let [without, withLessons] = [noCost, noCost];
  for (const [index, texts] of broken.entries()) {
    const plain = async () => {
      without = addCosts(without, await mendVersion(app, texts, nothing));
    };
    const guided = async () => {
      withLessons = addCosts(withLessons, await mendVersion(app, texts, known));
    };
    for (const run of index % 2 === 0 ? [plain, guided] : [guided, plain]) await run();
  }
  return { without, withLessons };
}

function row(name: string, { errors, checks, attempts, lost, ms, left }: RunCost): string {
  return `${name} | ${errors} | ${checks} | ${attempts} | ${lost} | ${Math.round(ms)} | ${left}`;
}

/** What faults of a sort teach in one app, measured in the same app and in another one. */
async function fixerRuns(sort: string, versionsOf: typeof brokenVersions, dataFolder: string) {
  const size = { count: versions, faults };
  const first = await withApp(taught, async (app) => {
    const broken = versionsOf(app, { ...size, random: randomFrom(seed) });
    await teach(app, { broken, dataFolder });
    return compare(app, { broken, dataFolder });
  });
  const other = await withApp(measured, (app) => {
    const broken = versionsOf(app, { ...size, random: randomFrom(seed + 1000) });
    return compare(app, { broken, dataFolder });
  });
  return [
    row(`${sort}, the same app again, without lessons`, first.without),
    row(`${sort}, the same app again, with lessons`, first.withLessons),
    row(`${sort}, another app, without lessons`, other.without),
    row(`${sort}, another app, with lessons`, other.withLessons),
  ];
}

async function withFolder(work: (folder: string) => Promise<readonly string[]>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "megamind-learning-"));
  const lines = await work(folder).finally(() => rm(folder, { recursive: true, force: true }));
  for (const line of lines) console.log(line);
}

console.log(`${versions} versions of an app, ${faults} faults in each, seed ${seed}`);
console.log("fixers | errors | checks | attempts | lost | ms | errors left");
await withFolder((folder) => fixerRuns("planted faults", brokenVersions, folder));
await withFolder((folder) => fixerRuns("letters lost", damagedVersions, folder));
await withFolder(modelRuns);
