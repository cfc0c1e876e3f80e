import type { Browser } from "playwright-core";
import { UnavailableError } from "../core/errors.ts";
import { findBrowser, howToGetBrowser } from "./find-browser.ts";

/** What a test browser must not do: ask the network for things, or draw on hardware that servers do not have. */
const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts the machine's Chrome or Chromium without a window. Its sandbox is on, but for root, where it cannot work, and
 * with MEGAMIND_NO_SANDBOX=1, for containers.
 * @throws UnavailableError when there is none or it does not start, with what to do.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  if (executablePath === null) {
    throw new UnavailableError("There is no Chrome or Chromium on this machine.", {
      nextSteps: [howToGetBrowser()],
    });
  }
  const { chromium } = await import("playwright-core");
  const isRoot = process.getuid?.() === 0;
  const chromiumSandbox = !isRoot && process.env["MEGAMIND_NO_SANDBOX"] !== "1";
  const handlesSignals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium
    .launch({ executablePath, args: flags, chromiumSandbox, timeout: 30_000, ...handlesSignals })
    .catch((cause: unknown) => {
      throw new UnavailableError(`${executablePath} does not start: ${firstLine(cause)}`, {
        nextSteps: [
          chromiumSandbox
            ? "Inside a container, set MEGAMIND_NO_SANDBOX=1; otherwise name another browser with MEGAMIND_BROWSER."
            : "Name another browser with MEGAMIND_BROWSER.",
        ],
        cause,
      });
    });
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split("\n")[0] ?? "";
}
