/**
 * Faults put into a generated app one at a time, by kind and by seed: how many are mended without a model, against the
 * compiler's own code actions and `eslint --fix` on the same faults in the same run.
 *
 *   node bench/faults.ts [<faults>] [<seed>] [<kind>]
 *
 * SIGTERM ends it early, with what there is. ESLint is compared when it is installed: npm ci --prefix bench/eslint
 */
import { isJudged } from "../src/repair/project.ts";
import { openFaultApp } from "./faults/fault-app.ts";
import { measureFault } from "./faults/measure-fault.ts";
import { allKinds, plant, randomFrom } from "./faults/plant.ts";
import { emptyTally, median, percent, sumOf, tallyTable, type Tally } from "./faults/tally.ts";
import { startEslint } from "./faults/with-eslint.ts";

const kinds = allKinds.filter(({ name }) => (process.argv[4] ?? name) === name);
const [count = 200, seed = 1] = process.argv.slice(2, 4).map(Number);

const tallies = new Map(
  kinds.map(({ name, isMechanical }): [string, Tally] => [name, emptyTally(isMechanical)]),
);
const app = await openFaultApp("TikTok clone");
const eslint = await startEslint(app.root);
const started = performance.now();
try {
  const random = randomFrom(seed);
  const paths = [...app.texts.keys()].filter(isJudged);
  const { signal } = new AbortController();
  const stopping = new AbortController();
  process.once("SIGTERM", () => stopping.abort());
  for (let index = 0; index < count && !stopping.signal.aborted; index += 1) {
    if (index % 50 === 0) console.error(`${index} of ${count}`);
    const kind = kinds[index % kinds.length];
    const tally = tallies.get(kind?.name ?? "");
    if (kind === undefined || tally === undefined) continue;
    // Not every such change is a fault: then another one is planted.
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const place = plant({ kind, paths, random, healthy: app.healthy });
      if (place === null || (await measureFault({ app, eslint, signal }, place, tally))) break;
    }
  }
} finally {
  await app.close();
}

console.log(tallyTable(tallies).join("\n"));
for (const [name, { missed }] of tallies) {
  for (const line of missed) console.log(`${name}: ${line}`);
}
const mechanical = [...tallies.values()].filter(({ isMechanical }) => isMechanical);
const all = sumOf(mechanical);
console.log(
  [
    `${all.count} faults of ${mechanical.length} mechanical kinds, seed ${seed}, ${Math.round((performance.now() - started) / 1000)} s`,
    `mended without a model: ${percent(all.mended, all.count)} (goal 90 %)`,
    `byte for byte as before: ${percent(all.exact, all.count)}`,
    `by the compiler's code actions alone: ${percent(all.byTsc, all.count)}`,
    eslint === null
      ? "ESLint is not installed: npm ci --prefix bench/eslint"
      : `by eslint --fix alone: ${percent(all.byEslint, all.count)}`,
    `faults after which there were more errors: ${all.raised}`,
    `healthy files touched: ${all.healthyTouched}`,
    `median ${Math.round(median(all.ms))} ms a fault, warm`,
  ].join("\n"),
);
