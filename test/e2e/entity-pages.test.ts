import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { findBrowser } from "../../src/gates/find-browser.ts";
import { folderContents } from "../support/folder-contents.ts";
import { modelEnvironment } from "../support/model-environment.ts";
import { runCli, type CliRun } from "../support/run-cli.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);
const out = join(await temporaryFolder(), "app");
const browser = await findBrowser();
let build: CliRun;

/** An app of things that no feature of the catalog is about, understood and built without a model. */
beforeAll(async () => {
  const request = "Track my plants, waterings and photos";
  build = await runCli(["build", request, "--out", out, "--yes"], {
    env: await modelEnvironment(),
  });
}, 600_000);

test("every gate is green", () => {
  expect(build.exitCode, build.stdout + build.stderr).toBe(0);
});

test.skipIf(browser === null)("a person keeps things of their own in a real browser", () => {
  expect(build.stdout).toMatch(/^ {2}ok {3}flows +\d+ steps, \d+ acceptance checks proven/m);
});

test("the app has no trace of features that it does not have", async () => {
  const files = [...(await folderContents(out, [".git", "node_modules", "dist"])).keys()];
  expect(files.filter((path) => /comment|video|likes|follow|feed/.test(path))).toEqual([]);
  const places = ["src/app", "src/features", "README.md"].map((path) => join(out, path));
  const words = run("grep", ["-rliwE", "comments|videos?|followers?", ...places]);
  // Nothing is found, which grep ends with 1.
  await expect(words).rejects.toMatchObject({ code: 1, stdout: "" });
});

test("the app's own format and lint commands find nothing", async () => {
  const format = await run("npx", ["oxfmt", "--check"], { cwd: out });
  expect(format.stdout).toContain("correct format");
  await run("npm", ["run", "lint"], { cwd: out });
});
