import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InterruptedError } from "../../src/core/errors.ts";
import { DatabaseEndedError } from "../../src/backend/database-errors.ts";
import { openDatabase } from "../../src/backend/open-database.ts";
import { writeSnapshot } from "../../src/backend/snapshot-store.ts";
import { sharedCacheFolder } from "./shared-cache.ts";

const openAndLeave = fileURLToPath(new URL("fixtures/open-and-leave.ts", import.meta.url));
const openAndClose = fileURLToPath(new URL("fixtures/open-and-close.ts", import.meta.url));

let cacheFolder = "";
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), "megamind-database-"));
});
afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

async function openInOwnProcess(folder: string): Promise<unknown> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [openAndLeave, folder]);
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

// initdb takes seconds, and several of them at once take many on a busy machine.
describe("booting", { timeout: 120_000 }, () => {
  it("works for two processes that find an empty cache at the same moment, and lets them end by themselves with code 0", async () => {
    const expected = { from: "initdb", problems: 0, rows: [{ tables: 1 }] };
    const both = await Promise.all([openInOwnProcess(cacheFolder), openInOwnProcess(cacheFolder)]);
    expect(both).toEqual([expected, expected]);
    expect(await readdir(join(cacheFolder, "database"))).toHaveLength(1);
    expect(await openInOwnProcess(cacheFolder)).toEqual({ ...expected, from: "snapshot" });
  });

  it("replaces a snapshot that is intact as a file but is no database", async () => {
    const [name = ""] = await readdir(join(cacheFolder, "database"));
    await writeSnapshot(join(cacheFolder, "database", name), new Uint8Array(4096));
    const repaired = await openDatabase({ cacheFolder });
    await repaired.close();
    expect(repaired.boot.from).toBe("initdb");
    expect(repaired.boot.diagnostics.map((found) => found.code)).toEqual([
      "backend/snapshot-corrupt",
    ]);
    const next = await openDatabase({ cacheFolder });
    await next.close();
    expect(next.boot).toEqual({ from: "snapshot", diagnostics: [] });
  });

  it("goes on without a cache that cannot be written, and says so", async () => {
    const blocked = join(cacheFolder, "blocked");
    await writeFile(blocked, "a file where a folder should be");
    const database = await openDatabase({ cacheFolder: blocked });
    expect((await database.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await database.close();
    expect(database.boot.diagnostics.map((found) => found.code)).toEqual([
      "backend/snapshot-not-written",
    ]);
  });
});

describe("ending", () => {
  it("frees no compiled code of Postgres in the midst of others, which V8 13 may do twice", async () => {
    const command = ["--trace-wasm-code-gc", openAndClose, sharedCacheFolder];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    expect(stdout).toBe("closed both");
  });

  it("ends an endless statement at its deadline, rejects what comes later, and can be opened again", async () => {
    const database = await openDatabase({ cacheFolder: sharedCacheFolder, deadlineMs: 300 });
    const began = performance.now();
    const endless = database.execute("do $$ begin loop end loop; end $$");
    await expect(endless).rejects.toThrow(DatabaseEndedError);
    await expect(endless).rejects.toMatchObject({ reason: "deadline" });
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(database.isClosed).toBe(true);
    await expect(database.query("select 1")).rejects.toMatchObject({ reason: "deadline" });

    const again = await openDatabase({ cacheFolder: sharedCacheFolder });
    expect((await again.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await again.close();
  });

  it("ends in the middle of a statement when the signal aborts", async () => {
    const abort = new AbortController();
    const database = await openDatabase({ cacheFolder: sharedCacheFolder, signal: abort.signal });
    const endless = database.execute("do $$ begin loop end loop; end $$");
    setTimeout(() => abort.abort(), 50);
    await expect(endless).rejects.toThrow(InterruptedError);
    expect(database.isClosed).toBe(true);
  });

  it("does not boot when the signal has aborted already", async () => {
    const opening = openDatabase({ cacheFolder: sharedCacheFolder, signal: AbortSignal.abort() });
    await expect(opening).rejects.toThrow(InterruptedError);
  });

  it("can be closed twice, also inside a transaction, and leaves the exit code alone", async () => {
    const database = await openDatabase({ cacheFolder: sharedCacheFolder });
    const lost = database.rolledBack(async (inner) => {
      await inner.query("select 1");
      await database.close();
      return inner.query("select 1");
    });
    await expect(lost).rejects.toMatchObject({ reason: "closed" });
    await database.close();
    await expect(database.query("select 1")).rejects.toMatchObject({ reason: "closed" });
    expect(process.exitCode).toBeUndefined();
  });
});
