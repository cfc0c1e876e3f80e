import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { UnavailableError } from "../../src/core/errors.ts";
import { findBrowser, howToGetBrowser } from "../../src/gates/find-browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = await temporaryFolder();

async function program(...parts: readonly string[]): Promise<string> {
  const path = join(folder, ...parts);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, "#!/bin/sh\n", { mode: 0o755 });
  return path;
}

test("the program named by MEGAMIND_BROWSER is taken", async () => {
  const browser = await program("named", "my-browser");
  expect(await findBrowser({ MEGAMIND_BROWSER: browser })).toBe(browser);
});

test("a wrong MEGAMIND_BROWSER is an error, not a reason to take another one", async () => {
  const wrong = findBrowser({
    MEGAMIND_BROWSER: join(folder, "nothing"),
    PATH: process.env["PATH"],
  });
  await expect(wrong).rejects.toBeInstanceOf(UnavailableError);
});

test("a program without a window is preferred, wherever it is on PATH", async () => {
  const chrome = await program("first", "google-chrome");
  const shell = await program("second", "chromium-headless-shell");
  const path = (...folders: string[]) => folders.map((name) => join(folder, name)).join(delimiter);
  expect(await findBrowser({ PATH: path("first", "second") })).toBe(shell);
  expect(await findBrowser({ PATH: path("first") })).toBe(chrome);
});

test("every platform is told how to get one and how to name one", () => {
  for (const platform of ["linux", "darwin", "win32", "freebsd"] as const) {
    expect(howToGetBrowser(platform)).toMatch(/^Install .*MEGAMIND_BROWSER/);
  }
});
