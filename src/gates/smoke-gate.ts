import { stripVTControlCharacters } from "node:util";
import type { Browser } from "playwright-core";
import { diagnostic } from "../core/diagnostic.ts";
import { UnavailableError } from "../core/errors.ts";
import { AppServerError, startAppServer } from "./app-server.ts";
import { launchBrowser } from "./browser.ts";
import { counted } from "../core/counted.ts";
import type { ClosableGate, GateContext, GateResult } from "./gate.ts";
import { judged, unavailable } from "./gate-result.ts";
import type { AppServer } from "./served-app.ts";
import { smokeRoutes, type SmokeRoutes } from "./smoke-routes.ts";
import { tidyWords } from "./tidy-words.ts";
import { visitRoutes } from "./visit-routes.ts";

/**
 * Every route renders in a real browser, served as it ships, without a complaint. The browser stays open between phases.
 * A page may take `pageDeadlineMs` to show something. Default: 8 seconds.
 */
export function createSmokeGate({ pageDeadlineMs = 8_000 } = {}): ClosableGate {
  const browsers = new SharedBrowser();
  return {
    id: "smoke",
    title: "Smoke",
    ground: "build",
    isOptional: true,
    seconds: 6,
    deadlineSeconds: 120,
    run: (context) => smoke(context, { browsers, pageDeadlineMs }),
    close: () => browsers.close(),
  };
}

interface SmokeTools {
  readonly browsers: SharedBrowser;
  readonly pageDeadlineMs: number;
}

/** One browser for all phases; a new one when the last was closed or crashed. */
class SharedBrowser {
  #browser: Promise<Browser> | null = null;

  async get(): Promise<Browser> {
    this.#browser ??= launchBrowser();
    const browser = await this.#browser.catch((error: unknown) => {
      this.#browser = null;
      throw error;
    });
    if (browser.isConnected()) return browser;
    this.#browser = launchBrowser();
    return this.#browser;
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = null;
    await browser?.then((open) => open.close());
  }
}

async function smoke(
  context: GateContext,
  { browsers, pageDeadlineMs }: SmokeTools,
): Promise<GateResult> {
  const [browser, server] = await Promise.allSettled([browsers.get(), startAppServer(context)]);
  try {
    if (browser.status === "rejected") return missingBrowser(browser.reason);
    if (server.status === "rejected") return deadServer(server.reason, context);
    return await visit(context, { browser: browser.value, server: server.value, pageDeadlineMs });
  } finally {
    if (server.status === "fulfilled") await server.value.close();
  }
}

interface Stage {
  readonly browser: Browser;
  readonly server: AppServer;
  readonly pageDeadlineMs: number;
}

async function visit(context: GateContext, stage: Stage): Promise<GateResult> {
  const { plan, phase, signal } = context;
  const { browser, server, pageDeadlineMs: deadlineMs } = stage;
  const routes = smokeRoutes(plan, phase);
  const session = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const stop = () => void session.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const opensEach = plan.phases.every(({ number }) => number <= phase);
    const page = await session.newPage();
    const found = await visitRoutes({
      page,
      origin: server.url,
      routes,
      opensEach,
      signal,
      deadlineMs,
    });
    if (signal.aborted) return stopped();
    return judged(summaryOf(routes), found);
  } catch (error) {
    if (signal.aborted) return stopped();
    if (!browser.isConnected()) {
      return unavailable({
        gate: "smoke",
        message: "The browser ended in the middle of the visit.",
        fix: "Run the command again, or name another browser with MEGAMIND_BROWSER.",
      });
    }
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await session.close();
  }
}

/** Most names of routes in a summary; the plan has them all: those with parameters and no example. */
const mostNames = 3;

function summaryOf({ visits, notVisited }: SmokeRoutes): string {
  const visited = counted(visits.length, "route");
  if (notVisited.length === 0) return visited;
  const more = notVisited.length - mostNames;
  const names = notVisited.slice(0, more > 1 ? mostNames : notVisited.length).join(", ");
  return `${visited}; not visited: ${names}${more > 1 ? ` and ${more} more with parameters` : ""}`;
}

function stopped(): GateResult {
  return unavailable({
    gate: "smoke",
    message: "The visit was stopped.",
    fix: "Run the command again.",
  });
}

function missingBrowser(reason: unknown): GateResult {
  if (!(reason instanceof UnavailableError)) throw reason;
  return unavailable({
    gate: "smoke",
    message: reason.message,
    fix: reason.nextSteps.join(" ") || null,
  });
}

/** A server that does not start is the app's own fault, unless we stopped it. */
function deadServer(reason: unknown, { root, signal }: GateContext): GateResult {
  if (signal.aborted) return stopped();
  if (!(reason instanceof AppServerError)) throw reason;
  const words = stripVTControlCharacters(tidyWords(reason.lastWords, root)).replaceAll(
    /:\d{4,5}\b/g,
    "",
  );
  const message = `${reason.message} ${words}`.trim();
  return judged("the app's server does not start", [
    diagnostic({ code: "smoke-server", file: "dev/preview.ts", message }),
  ]);
}
