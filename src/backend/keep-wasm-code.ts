import { setFlagsFromString } from "node:v8";

/**
 * Lets V8 throw compiled WebAssembly away only with the module that it is of. V8 13, the one of Node 24, else may free the
 * code that calls an import twice: once when a module ends, and again when another one, of any thread, has just found it
 * and optimizes it. The process then dies with SIGTRAP, which nothing can catch. Node 22 and Node 26 do not do it
 * (nodejs/node#66366). Twelve databases opened and closed one after another take as much memory with it as without.
 */
export function keepWasmCode(): void {
  if (process.versions.v8.startsWith("13.")) setFlagsFromString("--no-wasm-code-gc");
}
