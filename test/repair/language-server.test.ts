import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { InterruptedError, UnavailableError } from "../../src/core/errors.ts";
import { findCompiler } from "../../src/repair/find-compiler.ts";
import { startLanguageServer, type ServerOptions } from "../../src/repair/language-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function start(options: Partial<ServerOptions> = {}) {
  const root = await temporaryFolder();
  await writeFile(
    join(root, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { strict: true, lib: ["es2024"], types: [], noEmit: true } }),
  );
  const signal = new AbortController().signal;
  const server = await startLanguageServer({ root, signal, ...options });
  onTestFinished(() => server.close());
  return { root, server };
}

/** A program that pretends to be a compiler: a simulation of one that breaks. */
async function simulatedCompiler(code: string): Promise<string> {
  const file = join(await temporaryFolder(), "simulated-compiler.cjs");
  await writeFile(file, code);
  await chmod(file, 0o755);
  return file;
}

test("judges texts that are on no disk, again after they change", async () => {
  const { server } = await start();
  await server.write("a.ts", "export const a: string = 1;\n");
  await server.write("b.ts", 'import { a } from "./a";\nexport const b: string = a;\n');
  expect(
    (await server.findings(["a.ts", "b.ts"])).map(({ code, file, line, column }) => [
      code,
      file,
      line,
      column,
    ]),
  ).toEqual([["TS2322", "a.ts", 1, 14]]);
  await server.write("a.ts", "export const a = 1;\n");
  expect((await server.findings(["a.ts", "b.ts"])).map(({ code, file }) => [code, file])).toEqual([
    ["TS2322", "b.ts"],
  ]);
});

test("says what a name is and what may stand at a place", async () => {
  const { server } = await start();
  const text = "const list = [1];\nlist.;\n";
  await server.write("a.ts", text);
  expect(await server.hover("a.ts", text.indexOf("list"))).toContain("number[]");
  expect(await server.completions("a.ts", text.indexOf(".;") + 1)).toContain("length");
});

test("offers imports, and takes away those that nobody uses", async () => {
  const { server } = await start();
  await server.write("a.ts", "export const first = 1;\n");
  const text = "export const b = first;\n";
  await server.write("b.ts", text);
  const [finding] = await server.findings(["b.ts"]);
  const actions = finding === undefined ? [] : await server.quickFixes(finding);
  expect(actions.map(({ title }) => title)).toContain('Add import from "./a"');
  await server.write("b.ts", 'import { first } from "./a";\n');
  expect(await server.wholeFile("b.ts", "source.removeUnusedImports")).toEqual([
    { start: 0, end: 'import { first } from "./a";\n'.length, text: "" },
  ]);
});

test("a server that dies is started once more, with all texts", async () => {
  const compiler = await findCompiler(import.meta.dirname);
  const marker = join(await temporaryFolder(), "was-here");
  const dying = await simulatedCompiler(`
    const { existsSync, writeFileSync } = require("node:fs");
    const { spawn } = require("node:child_process");
    if (!existsSync(${JSON.stringify(marker)})) {
      writeFileSync(${JSON.stringify(marker)}, "");
      setTimeout(() => process.exit(3), 100);
    } else {
      spawn(process.execPath, [${JSON.stringify(compiler)}, ...process.argv.slice(2)], { stdio: "inherit" });
    }
  `);
  const { server } = await start({ compiler: dying });
  await server.write("a.ts", "export const a: string = 1;\n");
  expect((await server.findings(["a.ts"])).map(({ code }) => code)).toEqual(["TS2322"]);
});

test("a server that always dies is unavailable, and so is one that says nothing", async () => {
  const dying = await simulatedCompiler("process.exit(3);");
  const { server: dead } = await start({ compiler: dying });
  await expect(dead.write("a.ts", "")).rejects.toThrow(UnavailableError);
  const silent = await simulatedCompiler("setInterval(() => {}, 1000);");
  const { server: mute } = await start({ compiler: silent, deadlineMs: 200 });
  await expect(mute.write("a.ts", "")).rejects.toThrow(
    /did not answer initialize within 0.2 seconds/,
  );
});

test("an abort ends the request that is at work", async () => {
  const silent = await simulatedCompiler("setInterval(() => {}, 1000);");
  const controller = new AbortController();
  const { server } = await start({ compiler: silent, signal: controller.signal });
  const waiting = server.write("a.ts", "");
  setTimeout(() => controller.abort(), 50);
  await expect(waiting).rejects.toThrow(InterruptedError);
});
