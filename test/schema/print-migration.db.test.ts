import fc from "fast-check";
import { parse } from "libpg-query";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/backend/open-database.ts";
import { accessMatrix } from "../../src/schema/access-matrix.ts";
import { compileMigration } from "../../src/schema/compile-migration.ts";
import { printMigration } from "../../src/schema/print-migration.ts";
import { refuseStatements } from "../../src/schema/refuse-statements.ts";
import { splitStatements } from "../../src/schema/split-statements.ts";
import { entitySchema, type Bucket, type Entity } from "../../src/spec/entity.ts";
import { entityGraphs } from "./entity-graphs.ts";
import { migrate, migrationsThrough, openTestDatabase, tryMatrix } from "./schema-database.ts";
import { avatars, socialBuckets, socialEntities } from "./social-entities.ts";

function first(after: readonly Entity[], buckets: readonly Bucket[] = []) {
  return compileMigration({
    before: [],
    after,
    bucketsBefore: [],
    bucketsAfter: buckets,
    number: 1,
    title: "First\nphase; drop",
  });
}

/** The tree of a statement without the places of its parts. */
async function treeOf(sql: string): Promise<unknown> {
  const { stmts = [] } = await parse(sql);
  return JSON.parse(
    JSON.stringify(stmts, (key, value: unknown) =>
      key === "location" || key.startsWith("stmt_l") ? undefined : value,
    ),
  );
}

describe("printMigration", () => {
  it("prints a file that splits into exactly the migration's statements", async () => {
    const migration = await first(socialEntities, socialBuckets);
    const { statements, diagnostics } = await splitStatements(printMigration(migration));
    expect(diagnostics).toEqual([]);
    expect(statements.map(({ sql }) => sql)).toEqual(migration.statements.map(({ sql }) => sql));
    expect(refuseStatements(statements)).toEqual([]);
  });

  it("starts with what it does, has one heading a table, and no trailing blanks", async () => {
    const text = printMigration(await first(socialEntities, socialBuckets));
    expect(text.startsWith("-- First phase; drop\n--\n-- Every table has row level security")).toBe(
      true,
    );
    expect(
      text.match(
        /^-- (Shared by all tables|Profile|Post|Private note|Annotation|Like|Comment|Follow|Files)$/gm,
      ),
    ).toHaveLength(9);
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text.endsWith(";\n")).toBe(true);
  });

  it("marks what is destructive", async () => {
    const [, second] = await migrationsThrough([
      { entities: socialEntities, buckets: [] },
      { entities: [], buckets: [avatars] },
    ]);
    const text = second === undefined ? "" : printMigration(second);
    expect(text).toContain("-- 20 statements below are destructive.");
    expect(
      text.match(
        /-- Destructive: it drops the table with all its rows\.\ndrop table if exists public\./g,
      ),
    ).toHaveLength(7);
  });

  it("prints plain migrations without headings", () => {
    const text = printMigration({
      version: "1",
      name: "by_hand",
      statements: [{ sql: "select 1", label: "additive", reason: null }],
    });
    expect(text).toBe("-- by hand\n\nselect 1;\n");
  });
});

describe("free text", () => {
  const nasty =
    "it's $$ \\ \"quoted\" -- no comment /* nor this */ ${x} \n\r\t; drop table users; e'\\'' $body$ é😀\uE000";

  it("only ever becomes constants", async () => {
    const entity = entitySchema.parse({
      name: "item",
      table: "items",
      title: `Item */ ${nasty}`,
      description: nasty,
      fields: [
        {
          name: "word",
          type: "text",
          max: 200,
          default: nasty,
          oneOf: [nasty, "plain"],
          description: nasty,
        },
      ],
      access: { select: "everyone" },
    });
    const migration = await first([entity]);
    const { statements } = await splitStatements(printMigration(migration));
    expect(statements.map(({ sql }) => sql)).toEqual(migration.statements.map(({ sql }) => sql));
    await database.rolledBack(async (inner) => {
      await migrate(inner, [migration]);
      await inner.execute("insert into public.items default values");
      const { rows } = await inner.query(
        "select word, obj_description('public.items'::regclass) as comment from public.items",
      );
      expect(rows).toEqual([{ word: nasty, comment: nasty }]);
    });
  });

  it("may be anything a field says, and comes back the same", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (value) => {
        fc.pre(!value.includes("\0") && value.isWellFormed());
        const entity = entitySchema.parse({
          name: "item",
          table: "items",
          title: "Item",
          description: `x${value}`,
          access: {},
        });
        const { statements } = await first([entity]);
        const comment = statements.find(({ sql }) => sql.startsWith("comment on"));
        const [tree] = (await parse(comment?.sql ?? "")).stmts ?? [];
        expect(tree).toHaveProperty("stmt.CommentStmt.comment", `x${value}`);
      }),
      { numRuns: 25 },
    );
  });
});

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("any small graph of entities", () => {
  it("compiles to statements that mean the same after printing, apply in two phases, and hold their rules", async () => {
    await fc.assert(
      fc.asyncProperty(entityGraphs, async ({ entities, early, buckets }) => {
        const states = [
          { entities: early, buckets: [] },
          { entities, buckets },
        ];
        const migrations = await migrationsThrough(states);
        for (const migration of migrations) {
          const { statements, diagnostics } = await splitStatements(printMigration(migration));
          expect(diagnostics).toEqual([]);
          expect(refuseStatements(statements)).toEqual([]);
          for (const [position, { sql }] of migration.statements.entries()) {
            expect(await treeOf(statements[position]?.sql ?? "")).toEqual(await treeOf(sql));
          }
        }
        await database.rolledBack(async (inner) => {
          await migrate(inner, migrations);
          expect(await tryMatrix(inner, accessMatrix(entities, buckets))).toEqual([]);
        });
      }),
      { numRuns: 12, seed: 20_250_101 },
    );
  });
});
