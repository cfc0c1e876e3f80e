import { execFileSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { folderContents } from "../support/folder-contents.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const settings = {
  compilerOptions: { strict: true, lib: ["es2024"], types: [], noUnusedLocals: true, noEmit: true },
  include: ["src"],
};

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  const all = { "tsconfig.json": JSON.stringify(settings), ...files };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

function commit(root: string): void {
  const as = ["-c", "user.name=a", "-c", "user.email=a@localhost"];
  for (const args of [
    ["init", "-q"],
    ["add", "-A"],
    [...as, "commit", "-qm", "a"],
  ]) {
    execFileSync("git", ["-C", root, ...args]);
  }
}

const broken = {
  "src/a.ts": "export const total = 1;\n",
  "src/b.ts":
    'import { totl } from "./A";\n\nexport const b = totl + 1;\nexport const c: string = 1 > 2;\n',
};
const half =
  'import { total } from "./a";\n\nexport const b = total + 1;\nexport const c: string = 1 > 2;\n';

test("--json prints what was, what is, what was done, what is left and why", async () => {
  const root = await project(broken);
  const { exitCode, stdout, stderr } = await runCommand(["fix", root, "--json"]);
  expect(stderr).toBe("");
  expect(exitCode).toBe(1);
  const result: unknown = JSON.parse(stdout);
  expect(result).toEqual({
    before: { errors: 2 },
    after: { errors: 1 },
    fixes: expect.arrayContaining([{ code: "TS2307", file: "src/b.ts", fixer: "missing-module" }]),
    left: [
      {
        code: "TS2322",
        file: "src/b.ts",
        line: 4,
        message: "Type 'boolean' is not assignable to type 'string'.",
        why: "no fixer is sure what to do about it",
      },
    ],
    rounds: expect.any(Number),
    filesTouched: ["src/b.ts"],
  });
  expect(await readFile(join(root, "src/b.ts"), "utf8")).toBe(half);
});

test("a dry run shows the diff and changes nothing, in a dirty tree too", async () => {
  const root = await project(broken);
  commit(root);
  await writeFile(join(root, "src/new.ts"), "export {};\n");
  const before = await folderContents(root);
  const { exitCode, stdout } = await runCommand(["fix", root, "--dry-run"]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('-import { totl } from "./A";\n');
  expect(stdout).toContain('+import { total } from "./a";\n');
  expect(stdout).toContain("Nothing was changed: this was a dry run.");
  expect(await folderContents(root)).toEqual(before);
});

test("files that are not committed are not changed without --force", async () => {
  const root = await project(broken);
  commit(root);
  await writeFile(join(root, "src/new.ts"), "export {};\n");
  const refused = await runCommand(["fix", root, "--json"]);
  expect(refused.exitCode).toBe(2);
  expect(refused.stdout).toContain("src/new.ts");
  expect(await readFile(join(root, "src/b.ts"), "utf8")).toBe(broken["src/b.ts"]);
  const forced = await runCommand(["fix", root, "--json", "--force"]);
  expect(forced.exitCode).toBe(1);
  expect(await readFile(join(root, "src/b.ts"), "utf8")).toBe(half);
});

test("with nothing left it ends with 0, and a second run finds nothing to do", async () => {
  const root = await project({ "src/a.ts": "const unused = 1;\n\nexport const a = 1;\n" });
  commit(root);
  expect((await runCommand(["fix", root])).exitCode).toBe(0);
  expect(await readFile(join(root, "src/a.ts"), "utf8")).toBe("export const a = 1;\n");
  const again = await runCommand(["fix", root, "--json", "--force"]);
  expect(JSON.parse(again.stdout)).toMatchObject({
    before: { errors: 0 },
    filesTouched: [],
    rounds: 0,
  });
  const left = [...(await folderContents(root)).keys()];
  expect(left.filter((path) => path.startsWith(".megamind"))).toEqual([]);
});

test("a folder without a project is bad input", async () => {
  const { exitCode, stderr } = await runCommand(["fix", await temporaryFolder()]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("it has no tsconfig.json");
});

test("a project without files is bad input, also for programs", async () => {
  const { exitCode, stdout } = await runCommand(["fix", await project({}), "--json"]);
  expect(exitCode).toBe(2);
  expect(stdout).toContain("names no file that could be mended");
});

test("nothing is written through a symbolic link", async () => {
  const outside = await project({ "shared/a.ts": "const unused = 1;\n\nexport const a = 1;\n" });
  const root = await project({ "src/b.ts": "export const b = 1;\n" });
  await symlink(join(outside, "shared"), join(root, "src", "shared"));
  const { exitCode } = await runCommand(["fix", root, "--json"]);
  expect([0, 1, 2]).toContain(exitCode);
  expect(await readFile(join(outside, "shared/a.ts"), "utf8")).toBe(
    "const unused = 1;\n\nexport const a = 1;\n",
  );
});

test("projects that the main one refers to are mended too", async () => {
  const root = await project({
    "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }),
    "tsconfig.app.json": JSON.stringify({
      compilerOptions: { ...settings.compilerOptions, composite: true },
      include: ["src"],
    }),
    "src/a.ts": "export const a = [1].lenght;\n",
  });
  expect((await runCommand(["fix", root])).exitCode).toBe(0);
  expect(await readFile(join(root, "src/a.ts"), "utf8")).toBe("export const a = [1].length;\n");
});
