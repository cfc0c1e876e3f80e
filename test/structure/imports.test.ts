import { posix } from "node:path";
import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** Who may import whom, besides core and spec: docs/architecture.md explains the levels. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  spec: [],
  backend: [],
  models: [],
  workspace: [],
  catalog: [],
  schema: [],
  learning: [],
  intake: ["catalog", "models"],
  plan: ["catalog", "schema", "models"],
  generate: ["catalog", "schema", "models"],
  gates: ["workspace", "backend", "schema"],
  repair: ["models", "workspace", "schema"],
  pipeline: [
    "backend",
    "workspace",
    "catalog",
    "schema",
    "intake",
    "plan",
    "generate",
    "gates",
    "repair",
    "models",
    "learning",
  ],
  cli: ["pipeline", "catalog", "models", "learning"],
};

const files = sourceFiles("src/**/*.ts");

const folderOf = (path: string): string => path.split("/")[1] ?? "";

function importedFolders(path: string, text: string): readonly string[] {
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)];
  return specifiers.map(([, specifier]) =>
    folderOf(posix.join(posix.dirname(path), specifier ?? "")),
  );
}

test("a folder imports only from the folders its level may see", () => {
  const wrong = files.flatMap(({ path, text }) => {
    const folder = folderOf(path);
    if (folder.endsWith(".ts")) return [];
    const allowed = new Set([folder, "core", ...(mayImport[folder] ?? [])]);
    if (folder !== "core") allowed.add("spec");
    return importedFolders(path, text)
      .filter((imported) => !allowed.has(imported))
      .map((imported) => `${path} imports from ${imported}`);
  });
  expect(wrong).toEqual([]);
});

test("every folder of src is in the table", () => {
  const folders = new Set(files.map(({ path }) => folderOf(path)));
  const unknown = [...folders].filter((name) => !name.endsWith(".ts") && !(name in mayImport));
  expect(unknown).toEqual([]);
});

test("there are no barrels, no default exports and no bags of unrelated code", () => {
  const barrels = files.filter(({ path }) => /\/.+\/index\.ts$/.test(path));
  const defaults = files.filter(({ text }) => /^export default /m.test(text));
  const bags = files.filter(({ path }) =>
    /(?:^|\/)(?:utils?|helpers?|common)(?:\/|\.ts)/.test(path),
  );
  expect([...barrels, ...defaults, ...bags].map(({ path }) => path)).toEqual([]);
});

test("only the command line ends the process and only its output writes to the console", () => {
  const exits = files.filter(
    ({ path, text }) => /process\.(?:exit\b|exitCode)/.test(text) && !path.startsWith("src/cli/"),
  );
  const consoles = files.filter(
    ({ path, text }) =>
      /\bconsole\.(?:log|info|warn|error|debug)\b|process\.std(?:out|err)\.write/.test(text) &&
      !path.startsWith("src/cli/output/"),
  );
  expect([...exits, ...consoles].map(({ path }) => path)).toEqual([]);
});

test("colours come from one place, which knows when there must be none", () => {
  const importers = files.filter(({ text }) => /from "picocolors"/.test(text));
  expect(importers.map(({ path }) => path)).toEqual(["src/cli/output/paint.ts"]);
});
