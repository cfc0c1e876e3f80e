import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { findBrowser } from "../../src/gates/find-browser.ts";
import { HeldJourney } from "../../src/gates/tools/held-journey.ts";
import { folderContents } from "../support/folder-contents.ts";
import { modelEnvironment } from "../support/model-environment.ts";
import { runCli, type CliRun } from "../support/run-cli.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);
const out = join(await temporaryFolder(), "app");
const browser = await findBrowser();
let build: CliRun;

afterEach(() => vi.unstubAllEnvs());

/** Puts another page in the place of the built one until it is put back, at the latest when the test is over. */
async function replaceHomePage(text: string): Promise<() => Promise<void>> {
  const page = join(out, "dist/index.html");
  const whole = await readFile(page, "utf8");
  const restore = () => writeFile(page, whole);
  onTestFinished(restore);
  await writeFile(page, text);
  return restore;
}

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

test.skipIf(browser === null)(
  "a journey that looked around in a broken build walks through the one that came since",
  async () => {
    vi.stubEnv("BROWSER_PATH", browser ?? "");
    const restore = await replaceHomePage("<script>throw new Error('not yet');</script>");
    const journey = await HeldJourney.start(out);
    await wait(6_000);
    await restore();
    const answer = await journey.begin();
    expect(answer?.broken).toBeNull();
    expect(answer?.steps.filter(({ passed }) => !passed)).toEqual([]);
  },
);

test.skipIf(browser === null)("a step that fails says what was refused meanwhile", async () => {
  vi.stubEnv("BROWSER_PATH", browser ?? "");
  const ask = 'ask.open("GET", "/rest/v1/nothing", false); ask.send();';
  await replaceHomePage(`<main>No title</main><script>ask = new XMLHttpRequest(); ${ask}</script>`);
  const journey = await HeldJourney.start(out);
  const answer = await journey.begin();
  expect(answer?.steps.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^[^\n]+\nRefused meanwhile: .*alice: GET \/rest\/v1\/nothing 4\d\d/),
  ]);
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
