import { constants } from "node:fs";
import { access, glob } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { UnavailableError } from "../core/errors.ts";

/** Programs without a window come first: they start twice as fast. */
const programs = [
  "chromium-headless-shell",
  "chrome-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge",
];

/**
 * Finds a Chrome or Chromium: the one named by MEGAMIND_BROWSER, on PATH, or in the usual places.
 * @returns the absolute path of the program, or null.
 * @throws UnavailableError when MEGAMIND_BROWSER names something that is no program.
 */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const named = env["MEGAMIND_BROWSER"];
  if (named !== undefined && named !== "") {
    if (await isProgram(named)) return named;
    throw new UnavailableError(`MEGAMIND_BROWSER is ${named}, which is not a program.`, {
      nextSteps: ["Set MEGAMIND_BROWSER to the path of a Chrome or Chromium, or unset it."],
    });
  }
  const suffix = process.platform === "win32" ? ".exe" : "";
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = programs.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  for (const path of [...onPath, ...usualPlaces(env)]) {
    if (await isProgram(path)) return path;
  }
  return downloadedByPlaywright(env);
}

/** How to get a browser on this kind of machine, as one sentence. */
export function howToGetBrowser(platform: NodeJS.Platform = process.platform): string {
  const other = "or name one with MEGAMIND_BROWSER=<path of Chrome or Chromium>.";
  switch (platform) {
    case "linux":
      return `Install one: apt-get install chromium-headless-shell (or chromium; dnf install chromium-headless on Fedora), ${other}`;
    case "darwin":
      return `Install one: brew install --cask google-chrome, ${other}`;
    case "win32":
      return `Install one: winget install Google.Chrome, ${other}`;
    default:
      return `Install Chrome or Chromium, ${other}`;
  }
}

function usualPlaces(env: NodeJS.ProcessEnv): readonly string[] {
  switch (process.platform) {
    case "darwin":
      return ["/Applications", join(homedir(), "Applications")].flatMap((folder) =>
        ["Google Chrome", "Chromium", "Microsoft Edge"].map((name) =>
          join(folder, `${name}.app`, "Contents", "MacOS", name),
        ),
      );
    case "win32":
      return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((variable) =>
        ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"].map(
          (path) => join(env[variable] ?? "C:\\", path),
        ),
      );
    default:
      return ["/opt/google/chrome/chrome", "/snap/bin/chromium", "/usr/lib/chromium/chromium"];
  }
}

/** The newest one that `playwright install` has put into its cache. */
async function downloadedByPlaywright(env: NodeJS.ProcessEnv): Promise<string | null> {
  const caches = [
    env["PLAYWRIGHT_BROWSERS_PATH"],
    join(homedir(), ".cache", "ms-playwright"),
    join(homedir(), "Library", "Caches", "ms-playwright"),
    join(env["LOCALAPPDATA"] ?? homedir(), "ms-playwright"),
  ];
  const names =
    "{chrome-headless-shell,headless_shell,chrome,chrome-headless-shell.exe,chrome.exe}";
  for (const cwd of caches.filter((folder) => folder !== undefined)) {
    const found: string[] = [];
    for await (const path of glob(`chromium*/*/${names}`, { cwd })) found.push(path);
    const newest = found.toSorted().at(-1);
    if (newest !== undefined && (await isProgram(join(cwd, newest)))) return join(cwd, newest);
  }
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
