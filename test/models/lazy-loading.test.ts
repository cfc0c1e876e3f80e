import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { join } from "node:path";
import { expect, test } from "vitest";

test("neither the SDKs nor the price data are loaded before a call is made", async () => {
  const source = join(import.meta.dirname, "..", "..", "src", "index.ts");
  const script = `
    const { registerHooks } = await import("node:module");
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    const { createModelClient } = await import(${JSON.stringify(source)});
    createModelClient({ chains: { fast: [], standard: [], strong: [] }, ledger: null, budgetUsd: 1 });
    const heavy = loaded.filter((url) => /node_modules\\/(openai|@anthropic-ai|@pydantic|@napi-rs|jsonrepair)\\//.test(url));
    process.stdout.write(JSON.stringify({ loaded: loaded.length, heavy }));
  `;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script]);
  const { loaded, heavy }: { readonly loaded: number; readonly heavy: readonly string[] } =
    JSON.parse(stdout);
  expect(loaded).toBeGreaterThan(20);
  expect(heavy).toEqual([]);
});
