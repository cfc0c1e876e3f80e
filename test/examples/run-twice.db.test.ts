import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { readCatalog } from "../../src/backend/read-catalog.ts";
import { schemaOfFile } from "../../src/pipeline/declared-schema.ts";
import { printSql } from "../../src/schema/ast/print-sql.ts";
import { diffSchema } from "../../src/schema/diff/diff-schema.ts";
import { labelStatements } from "../../src/schema/label-statements.ts";
import { splitStatements } from "../../src/schema/split-statements.ts";
import { applyAll, catalogLines, openTestDatabase } from "../schema/schema-database.ts";
import { projectRoot } from "../structure/source-files.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const folder = join(projectRoot, "examples");
const schemas = globSync("schemas/*.sql", { cwd: folder }).toSorted();
const examples: readonly (readonly [name: string, files: readonly string[]])[] = [
  ...schemas.map((file) => [file, [file]] as const),
  ["tiktok-clone", globSync("tiktok-clone/migrations/*.sql", { cwd: folder }).toSorted()],
];

async function statementsOf(file: string) {
  const { statements } = await splitStatements(readFileSync(join(folder, file), "utf8"));
  expect(statements.length).toBeGreaterThan(0);
  return statements;
}

test.each(examples)("every migration of %s may run twice", async (_, files) => {
  expect(files.length).toBeGreaterThan(0);
  await database.rolledBack(async (inner) => {
    for (const file of files) {
      const statements = (await statementsOf(file)).map(({ sql }) => sql);
      await applyAll(inner, statements);
      const once = [await catalogLines(inner), await readCatalog(inner)];
      await applyAll(inner, statements);
      expect([await catalogLines(inner), await readCatalog(inner)]).toEqual(once);
    }
  });
});

test.each(examples)("every statement of %s is additive", async (_, files) => {
  for (const file of files) {
    const statements = await statementsOf(file);
    const effects = await labelStatements(statements.map(({ node }) => node));
    const others = statements.filter((_own, place) => effects[place]?.label !== "additive");
    expect(others.map(({ sql }) => sql)).toEqual([]);
  }
});

describe.each(globSync("schemas/*.yaml", { cwd: folder }).toSorted())("%s", (file) => {
  test("an empty database is made equal by what differs", async () => {
    const declared = await schemaOfFile(join(folder, file));
    const sql = await statementsOf(`schemas/${basename(file, ".yaml")}.sql`);
    const wanted = await database.rolledBack(async (inner) => {
      await applyAll(
        inner,
        sql.map((own) => own.sql),
      );
      return readCatalog(inner);
    });
    await database.rolledBack(async (inner) => {
      const first = await diffSchema({ ...declared, wanted, actual: await readCatalog(inner) });
      await applyAll(
        inner,
        first.statements.map(({ node }) => printSql(node)),
      );
      const second = await diffSchema({ ...declared, wanted, actual: await readCatalog(inner) });
      expect(second.differences).toEqual([]);
    });
  });
});
