#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read: it says clearly when the version is too old.
import { existsSync } from "node:fs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `megamind needs Node 22.22 or newer; this is Node ${process.versions.node}.\n` +
      "Install a newer Node, or run it through npm, which brings its own: npm ci && npx megamind --help\n",
  );
  process.exit(5);
}

// Node 22 warns that running TypeScript sources is experimental; users can do nothing about that.
const emitWarning = process.emitWarning;
process.emitWarning = (warning, ...rest) => {
  if (String(warning).includes("Type Stripping")) return;
  emitWarning.call(process, warning, ...rest);
};

// Compiled code is kept between runs, in the folder of temporary files.
const { enableCompileCache } = await import("node:module");
enableCompileCache();

// A checkout runs from its sources, the published package from its compiled files.
const source = new URL("../src/cli/main.ts", import.meta.url);
const compiled = new URL("../dist/cli/main.js", import.meta.url);
const { main } = await import(existsSync(source) ? source.href : compiled.href);
await main(process.argv);
