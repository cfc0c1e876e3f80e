/**
 * What lessons of earlier repairs are worth. Fixers: faults in one generated app teach, other faults in another app are
 * mended without and with these lessons. Models: a simulated model whose edits do not help and whose whole files do,
 * asked to repair one page after the other, with lessons and without.
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
  mendVersion,
  noCost,
  type Broken,
  type RunCost,
} from "./learning/fixer-runs.ts";
import { modelRuns } from "./learning/model-runs.ts";

const taught = "TikTok clone";
const measured = "an app for recipes with ingredients, and for cooking classes";

const [versions = 12, faults = 12, seed = 1] = process.argv.slice(2, 5).map(Number);
const dataFolder = await mkdtemp(join(tmpdir(), "megamind-learning-"));

async function withApp<T>(request: string, work: (app: FaultApp) => Promise<T>): Promise<T> {
  const app = await openFaultApp(request);
  return work(app).finally(() => app.close());
}

/** Mends all versions and keeps what that taught. */
async function teach(app: FaultApp, broken: readonly Broken[]): Promise<RunCost> {
  const learning = await startLearning({ mode: "on", dataFolder });
  let cost = noCost;
  for (const texts of broken) cost = addCosts(cost, await mendVersion(app, texts, learning));
  await learning.save();
  return cost;
}

/** Both ways for each version in turn, so that a busy machine slows both. */
async function compare(app: FaultApp, broken: readonly Broken[]) {
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

try {
  const first = await withApp(taught, async (app) => {
    const broken = brokenVersions(app, { count: versions, faults, random: randomFrom(seed) });
    const cost = await teach(app, broken);
    return { cost, again: await compare(app, broken) };
  });
  const other = await withApp(measured, (app) => {
    const random = randomFrom(seed + 1000);
    return compare(app, brokenVersions(app, { count: versions, faults, random }));
  });
  console.log(`${versions} versions of an app, ${faults} faults in each, seed ${seed}`);
  console.log("fixers | errors | checks | attempts | lost | ms | errors left");
  console.log(row("first run, which teaches", first.cost));
  console.log(row("the same again, without lessons", first.again.without));
  console.log(row("the same again, with lessons", first.again.withLessons));
  console.log(row("other faults, other app, without lessons", other.without));
  console.log(row("other faults, other app, with lessons", other.withLessons));
  for (const line of await modelRuns(dataFolder)) console.log(line);
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}
