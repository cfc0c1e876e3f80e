import { expect, test } from "vitest";
import type { Attempt, Fixer, FixerContext } from "../../../src/repair/fixer.ts";
import { onlyTheseFiles } from "../../../src/repair/loop/only-these-files.ts";
import { createProject } from "../../../src/repair/project.ts";
import { parseSource } from "../../../src/repair/source-file.ts";

const edit = (path: string): Attempt => ({ fixes: [{ kind: "edit", path, edits: [] }] });
const create = (path: string): Attempt => ({ fixes: [{ kind: "create", path, text: "" }] });
const rename = (path: string): Attempt => ({
  fixes: [{ kind: "rename", path, to: `${path}x` }],
});

const facts = {
  paths: new Set<string>(),
  aliases: [],
  declaredPackages: new Map<string, string>(),
  knownPackages: new Map<string, string>(),
};
const server: FixerContext["server"] = {
  quickFixes: () => Promise.resolve([]),
  hover: () => Promise.resolve(null),
  completions: () => Promise.resolve([]),
};
const context: FixerContext = {
  project: createProject(facts, new Map(), new Map()),
  source: parseSource("page.ts", ""),
  server,
};

async function answer(attempts: readonly Attempt[], file = "page.ts") {
  const fixer: Fixer = {
    name: "simulated",
    codes: ["TS1"],
    stage: "names",
    propose: () => ({ kind: "attempts", attempts }),
  };
  const [only] = onlyTheseFiles([fixer], new Set(["page.ts"]));
  const place = { start: 0, end: 0, line: 1, column: 1, message: "" };
  return only?.propose({ code: "TS1", file, ...place }, context);
}

test("edits of these files pass; what touches, makes or renames others does not", async () => {
  const both: Attempt = { fixes: [...edit("page.ts").fixes, ...edit("other.ts").fixes] };
  const given = [edit("page.ts"), both, edit("other.ts"), create("page.ts"), rename("page.ts")];
  expect(await answer(given)).toEqual({ kind: "attempts", attempts: [edit("page.ts")] });
});

test("where nothing passes, it is said why", async () => {
  expect(await answer([edit("other.ts")])).toMatchObject({ kind: "none" });
  expect(await answer([edit("page.ts")], "other.ts")).toMatchObject({ kind: "none" });
});
