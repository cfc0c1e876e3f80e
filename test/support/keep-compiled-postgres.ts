import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

// Types of Node 24 do not have it.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

declare global {
  // oxlint-disable-next-line no-var -- only `var` declares a property of globalThis.
  var compiledPostgres: Promise<object> | undefined;
}

/**
 * V8 shares the machine code of a WebAssembly module among the threads of a process for as long as one of them holds it.
 * Held here, it outlives the databases of single tests: only the first of a process pays for compiling Postgres.
 */
globalThis.compiledPostgres ??= compile();

async function compile(): Promise<object> {
  const library = dirname(createRequire(import.meta.url).resolve("@electric-sql/pglite"));
  return WebAssembly.compile(await readFile(join(library, "pglite.wasm")));
}
