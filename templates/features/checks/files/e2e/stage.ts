import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];
/** Keep the browser from calling home, and let it run as root in a container. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The Chrome or Chromium to use: `BROWSER_PATH`, else one on the `PATH`, else one in the usual places; null when there is none. */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): string | null {
  if (environment.BROWSER_PATH) return environment.BROWSER_PATH;
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...PLACES].find((path) => existsSync(path)) ?? null;
}

/** Starts a headless browser. Throws, saying what to do, when there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) {
    throw new Error(
      "No Chrome or Chromium was found on this machine. Install one, or set BROWSER_PATH to its program file.",
    );
  }
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}

/** The first start of all makes a database from nothing, which takes seconds. */
const TIMEOUT_MS = 60_000;

export type Server = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Serves the built app with a new seeded backend, in a process of its own: the test runner follows every promise
 * of this one, and a database has many. Throws what the server said when it does not start within a minute.
 */
export async function startServer(root: string): Promise<Server> {
  const options = ["--port", "0", "--ephemeral", "--until-input-ends"];
  const command = [join(root, "dev/preview.ts"), ...options];
  const child = spawn(process.execPath, command, { cwd: root, stdio: "pipe" });
  const ended = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const address = /^ready (\S+)$/m.exec(output)?.[1];
        if (address) resolve(address);
      });
    }
    const fail = () => reject(new Error(`The server does not start.\n${output}`));
    child.once("error", reject);
    child.once("exit", fail);
    setTimeout(fail, TIMEOUT_MS).unref();
  }).catch((error: unknown) => {
    child.kill();
    throw error;
  });
  return {
    url,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
