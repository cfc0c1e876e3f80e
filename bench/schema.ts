/**
 * A synthetic database of 100 tables and 400 policies: how long compiling and proving take, and how many cells a second
 * run inside the database against the naive way of one roundtrip a step, on the same rows in the same run.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { actorSettings } from "../src/spec/actor.ts";
import { applyStatements } from "../src/backend/apply-statements.ts";
import { openDatabase } from "../src/backend/open-database.ts";
import { runCells } from "../src/backend/run-cells.ts";
import type { Session } from "../src/backend/session.ts";
import { proveAccess } from "../src/gates/prove-access.ts";
import { accessMatrix, type AccessMatrix } from "../src/schema/access-matrix.ts";
import { compileMigration } from "../src/schema/compile-migration.ts";
import { entitySchema, type Entity } from "../src/spec/entity.ts";

const tables = 100;
const naiveCells = 1_000;
const runs = 5;

const user = entitySchema.parse({
  name: "user_row",
  table: "user_rows",
  title: "User",
  owner: "id",
  signUp: { fields: {} },
  access: { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
});

/** Four rules a table; every fourth table is read through the one before it. */
function syntheticEntity(position: number): Entity {
  const isChild = position % 4 === 3;
  const rule = isChild ? { through: "parent_id" } : "owner";
  return entitySchema.parse({
    name: `thing_${position}`,
    table: `things_${position}`,
    title: `Thing ${position}`,
    fields: [
      { name: "title", type: "text", min: 1, max: 80 },
      { name: "state", type: "text", max: 9, oneOf: ["open", "shut"], default: "open" },
      { name: "amount", type: "integer", min: 0, default: 0 },
    ],
    references: [
      { field: "owner_id", to: "user_row" },
      ...(isChild ? [{ field: "parent_id", to: `thing_${position - 1}` }] : []),
    ],
    owner: "owner_id",
    access: { select: rule, insert: rule, update: rule, delete: "owner" },
  });
}

const entities = [
  user,
  ...Array.from({ length: tables - 1 }, (_, index) => syntheticEntity(index + 1)),
];

function compile() {
  return compileMigration({
    before: [],
    after: entities,
    bucketsBefore: [],
    bucketsAfter: [],
    number: 1,
    title: "Synthetic",
  });
}

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly ms: number; readonly result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

/** A transaction, the role, the claims, the statement and the rollback: five requests a cell. */
async function naively(session: Session, cells: AccessMatrix["cells"]): Promise<void> {
  for (const cell of cells) {
    const { role, claims } = actorSettings(cell.actor);
    const inner = await session.begin();
    try {
      await inner.query("select set_config('request.jwt.claims', $1, true)", [claims]);
      await inner.query("select set_config('role', $1, true)", [role]);
      await inner.query(cell.sql);
    } catch {
      // A refusal is an outcome too.
    } finally {
      await inner.rollback();
    }
  }
}

const compiling: number[] = [];
for (let run = 0; run < runs; run += 1) compiling.push((await timed(compile)).ms);
const migration = await compile();
const statements = migration.statements.map(({ sql }) => sql);
const policies = statements.filter((sql) => sql.startsWith("create policy")).length;

const cacheFolder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "megamind");
const database = await openDatabase({ cacheFolder });
try {
  const session = await database.begin();
  const applied = await timed(() => applyStatements(session, statements));
  if (applied.result !== null) throw applied.result.error;
  const proven = await timed(() =>
    proveAccess(session, { entities, buckets: [], withMutants: false }),
  );
  const matrix = accessMatrix(entities, []);
  await applyStatements(session, matrix.fixtures);
  const inside = await timed(() => runCells(session, matrix.cells));
  const sample = matrix.cells.slice(0, naiveCells);
  const naive = await timed(() => naively(session, sample));
  const wrong = proven.result.diagnostics.filter(({ severity }) => severity === "error").length;
  const row = (name: string, value: string): void => console.log(`${name.padEnd(26)}${value}`);
  const rate = (count: number, ms: number): string =>
    Math.round((count / ms) * 1000).toLocaleString("en");
  row("tables, policies", `${entities.length}, ${policies}`);
  row("compile, first", `${Math.round(compiling[0] ?? 0)} ms`);
  row(`compile, median of ${runs}`, `${Math.round(median(compiling))} ms`);
  row("apply", `${Math.round(applied.ms)} ms, ${statements.length} statements`);
  row(
    "prove, without mutants",
    `${Math.round(proven.ms)} ms, ${matrix.cells.length} cells, ${wrong} wrong`,
  );
  row("cells a second", rate(matrix.cells.length, inside.ms));
  row("the naive way", `${rate(sample.length, naive.ms)} a second, over ${sample.length} cells`);
} finally {
  await database.close();
}
