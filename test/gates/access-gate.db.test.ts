import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabaseGates } from "../../src/gates/database-gates.ts";
import type { GateResult } from "../../src/gates/gate.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { socialBuckets, socialEntities } from "../schema/social-entities.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { appWith, compiledMigrations, contextOf, planOf } from "./database-app.ts";

const gates = createDatabaseGates({ cacheFolder: sharedCacheFolder });
afterAll(() => gates.close());

const phases = [{ entities: socialEntities, buckets: socialBuckets }];
const plan = planOf(phases);
let compiled: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  compiled = await compiledMigrations(phases);
});

/** The compiled migrations and one more that breaks something. */
async function runWith(sql: string): Promise<GateResult> {
  return gates.access.run(
    contextOf(await appWith({ ...compiled, "30000000000000_fault.sql": sql }), plan),
  );
}

function codesOf({ diagnostics }: GateResult): readonly string[] {
  const errors = diagnostics.filter((found) => found.severity === "error");
  return [...new Set(errors.map((found) => found.code))].toSorted();
}

describe("the access gate", () => {
  it("finds everything as declared in what our own compiler makes", async () => {
    const result = await gates.access.run(contextOf(await appWith(compiled), plan));
    expect(result.diagnostics).toEqual([]);
    expect(result.outcome).toBe("passed");
    expect(result.summary).toMatch(/^7 tables, \d buckets?, \d{3,} cells, all as declared$/);
  });

  it("has nothing to do before the first table", async () => {
    const result = await gates.access.run(contextOf(await temporaryFolder()));
    expect(result).toEqual({ outcome: "passed", summary: "no tables yet", diagnostics: [] });
  });

  it("finds a leak when a policy lets everybody read", async () => {
    const result = await runWith(
      "create policy open on public.notes for select to authenticated using (true);\n",
    );
    expect(result.outcome).toBe("failed");
    expect(codesOf(result)).toEqual(["access/policy-differs", "access/too-open"]);
    expect(result.diagnostics[0]?.subject.name).toBe("notes");
    expect(result.diagnostics[0]?.message).toContain("notes: another user tries to select");
    expect(result.diagnostics[0]?.message).toContain("(rule: select is for owner)");
    const errors = result.diagnostics.filter((found) => found.severity === "error").length;
    expect(result.summary).toContain(`, ${errors} not as declared`);
  });

  it("finds what a missing grant blocks, and that row level security alone does not open", async () => {
    const result = await runWith("revoke insert on public.posts from authenticated;\n");
    expect(result.outcome).toBe("failed");
    expect(codesOf(result)).toEqual([
      "access/effect",
      "access/policy-differs",
      "access/too-strict",
    ]);
    expect(result.diagnostics[0]?.message).toContain("permission denied for table posts");
  });

  it.each([
    [
      "emptying a table without a condition",
      "create policy open on public.notes for delete to authenticated using (true);",
    ],
    [
      "rows in somebody else's name",
      "create policy open on public.posts for insert to authenticated with check (true);",
    ],
    ["a table without row level security", "alter table public.notes disable row level security;"],
    [
      "a visitor's read",
      "grant select on public.notes to anon; create policy open on public.notes for select to anon using (true);",
    ],
    [
      "files of other users",
      "create policy open on storage.objects for select to authenticated using (true);",
    ],
    [
      "a policy of every command",
      "create policy open on public.posts for all to public using (true) with check (true);",
    ],
  ])("finds %s", async (_, sql) => {
    const result = await runWith(`${sql}\n`);
    expect(result.outcome).toBe("failed");
    expect(codesOf(result)).toContain("access/too-open");
  });

  it.each([
    ["a dropped policy", "drop policy notes_select on public.notes;"],
    [
      "a policy that asks nobody's rows",
      "alter policy notes_select on public.notes using (false);",
    ],
  ])("finds %s", async (_, sql) => {
    const result = await runWith(`${sql}\n`);
    expect(result.outcome).toBe("failed");
    expect(codesOf(result)).toContain("access/too-strict");
  });

  it("calls a broken attempt broken, not a denial", async () => {
    const result = await runWith(
      "create function private.fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;\n" +
        "create trigger fail before delete on public.notes for each row execute function private.fail();\n",
    );
    expect(result.outcome).toBe("failed");
    expect(codesOf(result)).toContain("access/broken-attempt");
  });

  it("names the fixture that the tables refuse", async () => {
    const result = await runWith("alter table public.notes add constraint never check (false);\n");
    expect(codesOf(result)).toEqual(["access/broken-fixture"]);
    expect(result.diagnostics[0]?.message).toContain("notes");
  });

  it("tries only what the built phases declare", async () => {
    const root = await appWith(compiled);
    const none = await gates.access.run({ ...contextOf(root, plan), phase: 0 });
    expect(none.summary).toBe("no tables yet");
  });

  it("gives the same answer when it runs first, again, and beside the migrations gate", async () => {
    const context = contextOf(await appWith(compiled), plan);
    const [alone, again] = [await gates.access.run(context), await gates.access.run(context)];
    const [beside] = await Promise.all([gates.access.run(context), gates.migrations.run(context)]);
    expect(again).toEqual(alone);
    expect(beside).toEqual(alone);
  });
});
