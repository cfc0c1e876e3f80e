import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../structure/source-files.ts";

/** Everything that is loaded before a command runs, by static imports. */
function staticImports(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  for (const [, specifier = ""] of text.matchAll(
    /^(?:import|export) (?!type\b)[^;]*?from "([^"]+)";$/gm,
  )) {
    if (specifier.startsWith(".")) staticImports(join(dirname(file), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}

test("the command line starts with commander and small files of its own alone", () => {
  const loaded = [...staticImports(join(projectRoot, "src/cli/main.ts"))];
  const packages = loaded.filter((name) => !name.startsWith("/") && !name.startsWith("node:"));
  expect(packages).toEqual(["commander"]);
  const folders = loaded
    .filter((name) => name.startsWith(projectRoot))
    .map((name) => name.slice(projectRoot.length + 1).split("/")[1]);
  expect([...new Set(folders)].toSorted()).toEqual(["cli", "core"]);
});
