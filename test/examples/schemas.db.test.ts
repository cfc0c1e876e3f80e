import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hasErrors } from "../../src/core/diagnostic.ts";
import { compileSchema } from "../../src/pipeline/compile-schema.ts";
import { proveSchema } from "../../src/pipeline/prove-schema.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { projectRoot } from "../structure/source-files.ts";

const folder = join(projectRoot, "examples/schemas");

describe.each([
  ["tiktok", 15],
  ["shop", 20],
])("%s.yaml", (name, leastTables) => {
  const file = join(folder, `${name}.yaml`);

  test("compiles to the SQL beside it, without a finding", async () => {
    const { sql, diagnostics } = await compileSchema(file);
    expect(diagnostics).toEqual([]);
    expect(sql).toBe(await readFile(join(folder, `${name}.sql`), "utf8"));
  });

  test("applies, and is proven: no cell is wrong and no mutant survives", async () => {
    const proof = await proveSchema({
      path: file,
      server: null,
      cacheFolder: sharedCacheFolder,
      withMutants: true,
      report: null,
      pgtap: null,
      signal: AbortSignal.timeout(120_000),
    });
    expect(hasErrors(proof.diagnostics)).toBe(false);
    expect(proof.diagnostics).toEqual([]);
    const count = (wanted: string) =>
      proof.mutants.filter(({ verdict }) => verdict === wanted).length;
    console.log(
      `${name}: ${proof.tables} tables, ${proof.cells} cells by ${proof.actors} actors all right, ` +
        `${count("killed")} mutants killed, ${count("equivalent")} equivalent, ${count("survived")} survived`,
    );
    expect(proof.tables).toBeGreaterThanOrEqual(leastTables);
    expect(count("survived")).toBe(0);
    expect(count("killed")).toBeGreaterThan(300);
  }, 120_000);
});
