import { stripVTControlCharacters } from "node:util";
import type { Browser } from "playwright-core";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { UnavailableError } from "../core/errors.ts";
import { AppServerError } from "./app-server.ts";
import { browserStamp } from "./browser-stamp.ts";
import { counted } from "../core/counted.ts";
import type { ClosableGate, GateContext, GateResult } from "./gate.ts";
import { judged, unavailable } from "./gate-result.ts";
import { RouteParts, type RouteChange } from "./memory/route-parts.ts";
import type { AppServer } from "./served-app.ts";
import { SharedBrowser } from "./shared-browser.ts";
import { smokeRoutes, type SmokeRoutes } from "./smoke-routes.ts";
import { StandbyServer } from "./standby-server.ts";
import { tidyWords } from "./tidy-words.ts";
import { visitRoutes } from "./visit-routes.ts";

/**
 * Every route renders in a real browser, served as it ships, without a complaint. The browser stays open between phases.
 * A page may take `pageDeadlineMs` to show something. Default: 8 seconds.
 */
export function createSmokeGate({ pageDeadlineMs = 8_000 } = {}): ClosableGate {
  const browsers = new SharedBrowser();
  const servers = new StandbyServer();
  return {
    id: "smoke",
    title: "Smoke",
    ground: "build",
    isOptional: true,
    seconds: 6,
    deadlineSeconds: 120,
    prepare: async (context) => {
      await Promise.allSettled([browsers.get(context.signal), servers.prepare(context)]);
    },
    run: (context) => smoke(context, { browsers, servers, pageDeadlineMs }),
    close: async () => {
      await Promise.all([browsers.close(), servers.close()]);
    },
  };
}

interface SmokeTools {
  readonly browsers: SharedBrowser;
  readonly servers: StandbyServer;
  readonly pageDeadlineMs: number;
}

async function smoke(context: GateContext, tools: SmokeTools): Promise<GateResult> {
  const routes = smokeRoutes(context.plan, context.phase);
  const parts = await openParts(context, { routes, ...tools });
  const visits = await neededVisits(context, { routes, parts });
  const tour = { routes, ...visits, pageDeadlineMs: tools.pageDeadlineMs };
  const isKnown = routes.visits.length > 0 && changedIn(tour).size === 0;
  if (isKnown) return smokeResult(tour, []);
  const { browsers, servers } = tools;
  const [browser, server] = await Promise.allSettled([
    browsers.get(context.signal),
    servers.take(context),
  ]);
  try {
    if (browser.status === "rejected") return missingBrowser(browser.reason);
    if (server.status === "rejected") return deadServer(server.reason, context);
    const stage = { browser: browser.value, server: server.value };
    const { result, loaded } = await visit(context, { ...stage, ...tour });
    const now = await openParts(context, { routes, ...tools });
    const isSound = result.outcome === "passed" && result.diagnostics.length === 0;
    if (parts !== null && now !== null && isSound) {
      await (isFinished(context) ? parts.keep(loaded, now) : parts.keepTour(now));
    }
    return result;
  } finally {
    if (server.status === "fulfilled") await server.value.close();
  }
}

/** Only a finished app's routes are opened one by one, so that it is seen what each of them loads. */
function isFinished({ plan, phase }: GateContext): boolean {
  return plan.phases.every(({ number }) => number <= phase);
}

interface PartsInput {
  readonly routes: SmokeRoutes;
  readonly pageDeadlineMs: number;
}

async function openParts(
  { root, memory }: GateContext,
  { routes, pageDeadlineMs }: PartsInput,
): Promise<RouteParts | null> {
  const browser = await browserStamp();
  if (browser === null) return null;
  return RouteParts.open({ root, memory, facts: { browser, routes, pageDeadlineMs } });
}

interface KnownRoutes {
  readonly routes: SmokeRoutes;
  readonly parts: RouteParts | null;
}

interface Visits {
  /** Routes to go to inside the app. */
  readonly pushes: readonly string[];
  /** Routes to open by their addresses. */
  readonly opens: readonly string[];
}

/** A route that showed no fault and would load the same now is not visited; other style sheets change no way to it. */
async function neededVisits(
  context: GateContext,
  { routes: { visits }, parts }: KnownRoutes,
): Promise<Visits> {
  if (!isFinished(context)) {
    return { pushes: (await parts?.isTourUnchanged()) === true ? [] : visits, opens: [] };
  }
  const changes = new Map<string, RouteChange>();
  for (const path of visits) changes.set(path, (await parts?.changeOf(path)) ?? "code");
  return {
    pushes: visits.filter((path) => changes.get(path) === "code"),
    opens: visits.filter((path) => changes.get(path) !== "none"),
  };
}

interface Tour extends Visits {
  readonly routes: SmokeRoutes;
  readonly pageDeadlineMs: number;
}

function changedIn({ pushes, opens }: Visits): ReadonlySet<string> {
  return new Set([...pushes, ...opens]);
}

interface Stage extends Tour {
  readonly browser: Browser;
  readonly server: AppServer;
}

interface Visit {
  readonly result: GateResult;
  readonly loaded: ReadonlyMap<string, ReadonlySet<string>>;
}

async function visit(context: GateContext, stage: Stage): Promise<Visit> {
  const { signal } = context;
  const { browser, server, routes, pushes, opens, pageDeadlineMs: deadlineMs } = stage;
  const none = (result: GateResult): Visit => ({ result, loaded: new Map() });
  const session = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const stop = () => void session.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const page = await session.newPage();
    const place = { page, origin: server.url, patterns: routes.patterns };
    const { found, loaded } = await visitRoutes({ ...place, pushes, opens, signal, deadlineMs });
    return signal.aborted ? none(stopped()) : { result: smokeResult(stage, found), loaded };
  } catch (error) {
    if (signal.aborted) return none(stopped());
    if (!browser.isConnected()) return none(lostBrowser());
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    await session.close();
  }
}

/** The same whether routes were opened or are known to be as they were. */
function smokeResult(tour: Tour, found: readonly Diagnostic[]): GateResult {
  const { routes } = tour;
  const result = judged(summaryOf(routes), found);
  const unchanged = routes.visits.length - changedIn(tour).size;
  if (unchanged === 0) return result;
  return { ...result, remembered: { unchanged, of: routes.visits.length } };
}

function lostBrowser(): GateResult {
  return unavailable({
    gate: "smoke",
    message: "The browser ended in the middle of the visit.",
    fix: "Run the command again, or name another browser with MEGAMIND_BROWSER.",
  });
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
