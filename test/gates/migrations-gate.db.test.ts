import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { InterruptedError } from "../../src/core/errors.ts";
import { createDatabaseGates } from "../../src/gates/database-gates.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { socialBuckets, socialEntities } from "../schema/social-entities.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { appWith, compiledMigrations, contextOf, planOf, writeMigrations } from "./database-app.ts";

const gates = createDatabaseGates({ cacheFolder: sharedCacheFolder, deadlineMs: 2_000 });
afterAll(() => gates.close());

const first =
  "create table public.things (id int primary key);\nalter table public.things enable row level security;\n";

describe("the migrations gate", () => {
  it("passes what our own compiler makes, phase by phase", async () => {
    const phases = [
      { entities: socialEntities.slice(0, 3), buckets: [] },
      { entities: socialEntities.slice(3), buckets: socialBuckets },
    ];
    const root = await appWith(await compiledMigrations(phases));
    const result = await gates.migrations.run(contextOf(root, planOf(phases)));
    expect(result.diagnostics).toEqual([]);
    expect(result.outcome).toBe("passed");
    expect(result.summary).toMatch(/^2 migrations, \d{2,} statements, 7 tables$/);
  });

  it("passes an app without migrations", async () => {
    const result = await gates.migrations.run(contextOf(await temporaryFolder()));
    expect(result).toEqual({
      outcome: "passed",
      summary: "no migrations yet",
      diagnostics: [],
    });
  });

  it("names file, line, column, statement, SQLSTATE and hint of a broken statement in the middle, and access is skipped", async () => {
    const root = await appWith({
      "1_first.sql": first,
      "2_second.sql": `-- Grüße 🎬\n\ncreate index on public.things (id);\n\n  create view public.all_things as\n    select idd from public.things;\n\ncreate table public.later (id int);\n`,
      "3_third.sql": "create table public.never (id int);\n",
    });
    const context = contextOf(root, planOf([{ entities: socialEntities, buckets: [] }]));
    const result = await gates.migrations.run(context);
    expect(result.outcome).toBe("failed");
    expect(result.diagnostics).toEqual([
      {
        code: "migrations/statement",
        severity: "error",
        subject: {
          file: "supabase/migrations/2_second.sql",
          line: 6,
          column: 12,
          name: "create view public.all_things as",
        },
        message: 'column "idd" does not exist (SQLSTATE 42703)',
        fix: 'Perhaps you meant to reference the column "things.id".',
      },
    ]);
    const access = await gates.access.run(context);
    expect(access.outcome).toBe("skipped");
    expect(access.diagnostics.map((found) => found.code)).toEqual(["access/skipped"]);
  });

  it("fails on a destructive statement unless it is allowed, and names it", async () => {
    const root = await appWith({
      "1_first.sql": first,
      "2_second.sql":
        "alter table public.things add column note text;\n\nalter table public.things drop column note;\n",
      "3_third.sql": "-- less\ndrop table public.things;\n",
    });
    const { outcome, diagnostics } = await gates.migrations.run(contextOf(root));
    expect(outcome).toBe("failed");
    expect(diagnostics).toEqual([
      {
        code: "migrations/destructive",
        severity: "error",
        subject: {
          file: "supabase/migrations/3_third.sql",
          line: 2,
          column: 1,
          name: "drop table public.things",
        },
        message: "This statement is destructive: it drops the table with all its rows.",
        fix: "Give --allow-destructive if that is meant.",
      },
    ]);
    const lenient = createDatabaseGates({ cacheFolder: sharedCacheFolder, allowDestructive: true });
    try {
      expect((await lenient.migrations.run(contextOf(root))).outcome).toBe("passed");
    } finally {
      await lenient.close();
    }
  });

  it("places an error without a position at its statement", async () => {
    const root = await appWith({
      "1_first.sql": `${first}\n  create table public.parts (id int references public.missing (id));\n`,
    });
    const { diagnostics } = await gates.migrations.run(contextOf(root));
    expect(diagnostics[0]?.subject).toMatchObject({ line: 4, column: 3 });
    expect(diagnostics[0]?.message).toContain("SQLSTATE 42P01");
  });

  it("names the place of a syntax error", async () => {
    const root = await appWith({ "1_first.sql": `${first}\ncreate tabel public.parts ();\n` });
    const result = await gates.migrations.run(contextOf(root));
    expect(result.outcome).toBe("failed");
    expect(result.diagnostics[0]?.subject).toMatchObject({
      file: "supabase/migrations/1_first.sql",
      line: 4,
    });
  });

  it.each([
    ["copy public.things from stdin", "copy public.things from stdin;"],
    ["a subscription", "create subscription s connection 'host=x' publication p;"],
    ["alter system", "alter system set work_mem = '1MB';"],
    ["the end of the transaction", "commit;"],
  ])("refuses %s before anything runs", async (_, sql) => {
    const root = await appWith({ "1_first.sql": first, "2_refused.sql": `${sql}\n` });
    const result = await gates.migrations.run(contextOf(root));
    expect(result.outcome).toBe("failed");
    expect(result.diagnostics[0]?.subject).toMatchObject({
      file: "supabase/migrations/2_refused.sql",
      line: 1,
    });
  });

  it("wants row level security on every table, and every table of the plan", async () => {
    const root = await appWith({ "1_first.sql": `${first}create table public.open (id int);\n` });
    const plan = planOf([{ entities: socialEntities.slice(0, 1), buckets: [] }]);
    const result = await gates.migrations.run(contextOf(root, plan));
    expect(result.outcome).toBe("failed");
    expect(result.diagnostics.map(({ code, subject }) => [code, subject.name])).toEqual([
      ["migrations/missing-table", "profiles"],
      ["migrations/row-security-off", "open"],
    ]);
  });

  it.each([
    ["the same version twice", { "1_a.sql": first, "1_b.sql": "" }, "migrations/version"],
    [
      "names that sort otherwise than versions",
      { "10_a.sql": first, "9_b.sql": "" },
      "migrations/version",
    ],
    ["a name without version", { "1_a.sql": first, "later.sql": "" }, "migrations/name"],
  ])("refuses %s", async (_, migrations, code) => {
    const result = await gates.migrations.run(contextOf(await appWith(migrations)));
    expect(result.outcome).toBe("failed");
    expect(result.diagnostics.map((found) => found.code)).toEqual([code]);
  });

  it("sees files change: what is gone is gone from the database", async () => {
    const root = await appWith({ "1_a.sql": first });
    expect((await gates.migrations.run(contextOf(root))).summary).toBe(
      "1 migration, 2 statements, 1 table",
    );
    await rm(join(root, "supabase/migrations/1_a.sql"));
    await writeMigrations(root, { "2_b.sql": first.replaceAll("things", "others") });
    expect((await gates.migrations.run(contextOf(root))).summary).toBe(
      "1 migration, 2 statements, 1 table",
    );
  });

  it("fails an endless statement at its deadline, and works again afterwards", async () => {
    const root = await appWith({ "1_a.sql": `${first}do $$ begin loop end loop; end $$;\n` });
    const result = await gates.migrations.run(contextOf(root));
    expect(result.outcome).toBe("failed");
    expect(result.diagnostics[0]).toMatchObject({
      code: "migrations/deadline",
      subject: { line: 3, column: 1 },
    });
    const next = await gates.migrations.run(contextOf(await appWith({ "1_a.sql": first })));
    expect(next.outcome).toBe("passed");
  });

  it("is unavailable when its database ends in the middle, and works again afterwards", async () => {
    const own = createDatabaseGates({ cacheFolder: sharedCacheFolder });
    const root = await appWith({ "1_a.sql": "do $$ begin loop end loop; end $$;\n" });
    expect((await own.migrations.run(contextOf(await temporaryFolder()))).outcome).toBe("passed");
    // Once would be too early where the machine is busy: before the statement runs.
    const ending = setInterval(() => void own.close(), 300);
    const result = await own.migrations.run(contextOf(root)).finally(() => clearInterval(ending));
    expect(result.outcome).toBe("unavailable");
    expect(result.diagnostics).not.toEqual([]);
    const next = await own.migrations.run(contextOf(await appWith({ "1_a.sql": first })));
    expect(next.outcome).toBe("passed");
    await own.close();
  });

  it("is interrupted in the middle of a statement", async () => {
    const root = await appWith({ "1_a.sql": "do $$ begin loop end loop; end $$;\n" });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    const run = gates.migrations.run({ ...contextOf(root), signal: abort.signal });
    await expect(run).rejects.toThrow(InterruptedError);
  });
});
