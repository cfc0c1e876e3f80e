import { expect, test } from "vitest";
import { compilerSettings } from "../../../src/workspace/code-index/compiler-settings.ts";
import { bareApp } from "../../gates/fixture-app.ts";

async function settingsOf(files: Readonly<Record<string, string>>) {
  return compilerSettings(await bareApp(files), Object.keys(files));
}

test("settings that refer to others: each of them is a project", async () => {
  const settings = await settingsOf({
    "tsconfig.json":
      '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "lib" }] }',
    "tsconfig.app.json":
      '{ /* the app */ "include": ["src"], "compilerOptions": { "types": ["vite/client"], }, }',
    "lib/tsconfig.json": '{ "compilerOptions": { "outDir": "out", "rootDir": "code" } }',
    "tsconfig.build.json":
      '{ "extends": "./tsconfig.app.json", "compilerOptions": { "outDir": "dist" } }',
  });
  expect(settings.projects).toEqual(["tsconfig.app.json", "lib/tsconfig.json"]);
  expect(settings.includes("src/a/b.tsx")).toBe(true);
  expect(settings.includes("lib/a.ts")).toBe(true);
  expect(settings.includes("test/a.ts")).toBe(false);
  expect(settings.includes("src/a.js")).toBe(false);
  expect(settings.packages).toContain("vite/client");
  expect([...settings.outputs]).toContainEqual(["lib/out", "lib/code"]);
});

test("what is compiled can be said by the settings that are extended", async () => {
  const settings = await settingsOf({
    "tsconfig.json":
      '{ "extends": "./base", "compilerOptions": { "paths": { "~/*": ["./code/*"] } } }',
    "base.json":
      '{ "include": ["code/**/*.ts"], "exclude": ["code/old"], "compilerOptions": { "allowJs": true } }',
  });
  expect(settings.projects).toEqual(["tsconfig.json"]);
  expect(settings.includes("code/a.ts")).toBe(true);
  expect(settings.includes("code/old/a.ts")).toBe(false);
  expect(settings.includes("a.ts")).toBe(false);
  expect(settings.aliases).toEqual([{ prefix: "~/", target: "code/", isWildcard: true }]);
});

test("without settings, or with broken ones, nothing is left out", async () => {
  const none = await settingsOf({ "a.ts": "" });
  expect([none.projects, none.includes("x/y.js")]).toEqual([[], true]);
  const broken = await settingsOf({ "tsconfig.json": "{ include: " });
  expect(broken.includes("x/y.ts")).toBe(true);
});
