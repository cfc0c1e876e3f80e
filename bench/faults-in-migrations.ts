/**
 * Faults put into the migrations of a generated app one at a time, by kind and by seed: how many are mended without a
 * model. Neither the compiler nor ESLint looks at SQL.
 *
 *   node bench/faults-in-migrations.ts [<faults>] [<seed>]
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openProject } from "../src/backend/open-project.ts";
import { readSqlFiles } from "../src/pipeline/read-sql-files.ts";
import { mendMigrations } from "../src/repair/sql/mend-migrations.ts";
import { splitStatements } from "../src/schema/split-statements.ts";
import { applyInside } from "../test/support/apply-migrations.ts";
import { randomFrom } from "./faults/plant.ts";
import { sqlFaultKinds, type SqlFaultKind, type SqlPlace } from "./faults/sql-faults.ts";
import { emptyTally, median, percent, sumOf, type Tally } from "./faults/tally.ts";

type Texts = ReadonlyMap<string, string>;

const [count = 60, seed = 1] = process.argv.slice(2).map(Number);
const random = randomFrom(seed);

async function healthyMigrations(): Promise<Texts> {
  const folder = join(import.meta.dirname, "..", "examples", "tiktok-clone", "migrations");
  const files = await readSqlFiles([folder]);
  return new Map(files.map(({ path, text }) => [path.slice(folder.length + 1), text]));
}

async function placesOf(texts: Texts): Promise<readonly SqlPlace[]> {
  const split = [...texts].map(async ([path, text]) => {
    const { statements } = await splitStatements(text);
    return statements.map((statement) => ({ path, text, statement }));
  });
  return (await Promise.all(split)).flat();
}

/** The migrations after a fault of the kind in one of the places. */
function plant(kind: SqlFaultKind, texts: Texts, places: readonly SqlPlace[]): Texts | null {
  const broken = places.flatMap((place) => {
    const text = kind.plant(place);
    return text === null || text === place.text ? [] : [new Map([...texts, [place.path, text]])];
  });
  return broken[Math.floor(random() * broken.length)] ?? null;
}

const database = await openProject({
  server: null,
  cacheFolder: join(tmpdir(), "megamind-bench"),
  deadlineMs: 60_000,
  signal: new AbortController().signal,
  standIns: false,
});
const apply = applyInside(database);
const texts = await healthyMigrations();
const places = await placesOf(texts);
const healthy = await mendMigrations({ texts, apply });
if (healthy.before > 0) throw new Error(`The healthy migrations have ${healthy.before} faults.`);

const tallies = new Map(sqlFaultKinds.map(({ name }): [string, Tally] => [name, emptyTally(true)]));

/** Mends one fault and counts; false when nothing is wrong with the database after it. */
async function measure(broken: Texts, tally: Tally): Promise<boolean> {
  const started = performance.now();
  const mended = await mendMigrations({ texts: broken, apply });
  if (mended.before === 0) return false;
  tally.ms.push(performance.now() - started);
  tally.count += 1;
  tally.mended += Number(mended.left.length === 0);
  tally.raised += Number(mended.left.length > mended.before);
  const isFaulty = (path: string) => broken.get(path) !== texts.get(path);
  tally.healthyTouched += [...broken].filter(
    ([path, text]) => !isFaulty(path) && mended.texts.get(path) !== text,
  ).length;
  const [first] = mended.left;
  if (first !== undefined) tally.missed.push(`${first.code} ${first.message} (${first.why})`);
  return true;
}

try {
  for (let index = 0; index < count; index += 1) {
    const kind = sqlFaultKinds[index % sqlFaultKinds.length];
    const tally = tallies.get(kind?.name ?? "");
    if (kind === undefined || tally === undefined) continue;
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const broken = plant(kind, texts, places);
      if (broken === null || (await measure(broken, tally))) break;
    }
  }
} finally {
  await database.close();
}

console.log("| kind | faults | mended | more errors | healthy files touched | median ms |");
console.log("|---|---|---|---|---|---|");
const all = sumOf([...tallies.values()]);
for (const [name, tally] of [...tallies, [`**all ${tallies.size} kinds**`, all] as const]) {
  const { count: faults, mended, raised, healthyTouched, ms } = tally;
  const cells = [name, faults, percent(mended, faults), raised, healthyTouched];
  console.log(`| ${[...cells, Math.round(median(ms))].join(" | ")} |`);
}
for (const [name, { missed }] of tallies) {
  for (const line of missed) console.log(`${name}: ${line}`);
}
console.log(`${all.count} faults, seed ${seed}`);
