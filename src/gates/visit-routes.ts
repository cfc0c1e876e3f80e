import type { Page } from "playwright-core";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { watchPage, type PageProblem, type PageWatch } from "./page-watch.ts";
import { isRoute, type SmokeRoutes } from "./smoke-routes.ts";

interface VisitInput {
  readonly page: Page;
  /** Without a slash at the end. */
  readonly origin: string;
  readonly routes: SmokeRoutes;
  /** Whether each route is also opened by its address, as from a bookmark. */
  readonly opensEach: boolean;
  readonly signal: AbortSignal;
  /** How long a route may take to show something. Default: 8 seconds. */
  readonly deadlineMs?: number;
}

/**
 * Opens the app once and goes through all routes as its own links do, then, when asked, opens each route by its address.
 * @returns what went wrong, each with the route as its name. A page that does not answer any more ends the visit.
 */
export async function visitRoutes(input: VisitInput): Promise<readonly Diagnostic[]> {
  const { page, origin, routes, opensEach, signal } = input;
  const watch = watchPage(page, origin);
  const visitor: Visitor = { ...input, watch, deadlineMs: input.deadlineMs ?? 8_000 };
  const found: Diagnostic[] = [];
  const visit = async (path: string, arrive: Arrive, notFoundText = "") => {
    if (signal.aborted) return;
    const shown = await arrive(visitor, path).finally(() => {
      found.push(...problemsOf(path, watch.takeProblems()));
    });
    found.push(...judgePage({ path, shown, notFoundText, visitor }));
  };
  try {
    await visit("/", openAddress);
    const unknown = await followLink(visitor, unknownAddress);
    watch.takeProblems();
    for (const path of routes.visits) await visit(path, followLink, unknown?.text);
    for (const path of opensEach ? routes.visits : [])
      await visit(path, openAddress, unknown?.text);
  } catch (error) {
    if (!(error instanceof LostPage)) throw error;
    found.push(diagnostic({ code: "smoke-page-error", name: error.path, message: error.message }));
  }
  return unique(found);
}

/** The page cannot be opened or does not answer. */
class LostPage extends Error {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
  }
}

/** No app has it: what it shows is the app's page for addresses that do not exist. */
const unknownAddress = "/no-such-page-in-this-app";

interface Visitor extends VisitInput {
  readonly watch: PageWatch;
  readonly deadlineMs: number;
}

interface ShownPage {
  /** Where the page is now, after redirects. */
  readonly path: string;
  readonly text: string;
}

type Arrive = (visitor: Visitor, path: string) => Promise<ShownPage | null>;

async function followLink(visitor: Visitor, path: string): Promise<ShownPage | null> {
  const go = `
    history.pushState(null, "", ${JSON.stringify(path)});
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
  `;
  await ask(visitor, { path, script: go });
  return settledPage(visitor, path);
}

async function openAddress(visitor: Visitor, path: string): Promise<ShownPage | null> {
  const { page, origin, deadlineMs } = visitor;
  const options = { waitUntil: "domcontentloaded", timeout: deadlineMs } as const;
  await page.goto(origin + path, options).catch((error: unknown) => {
    const [reason = ""] = String(error).replaceAll(origin, "").split("\n");
    throw new LostPage(path, reason);
  });
  return settledPage(visitor, path);
}

interface Question {
  readonly path: string;
  readonly script: string;
}

/** Runs a script in the page; a page that is stuck in a loop never answers by itself. */
async function ask({ page, deadlineMs }: Visitor, { path, script }: Question): Promise<unknown> {
  const silence = new AbortController();
  const silent = wait(deadlineMs, undefined, { signal: silence.signal }).then(() => {
    throw new LostPage(path, `the page does not answer within ${deadlineMs / 1000} seconds.`);
  });
  try {
    return await Promise.race([page.evaluate(script), silent]);
  } finally {
    silent.catch(() => {});
    silence.abort();
  }
}

const stateSchema = z.object({ path: z.string(), text: z.string(), hasContent: z.boolean() });

/** The main landmark, or the first heading of a page that has none; empty ones do not count. */
const stateScript = `(() => {
  const place = document.querySelector("main, [role=main]") ?? document.querySelector("h1, h2");
  const text = place === null ? "" : place.innerText.trim();
  const parts = place === null ? [] : [...place.querySelectorAll("img, video, canvas, svg, input, button")];
  const hasContent = text !== "" || parts.some((part) => part.checkVisibility());
  return { path: location.pathname, text, hasContent };
})()`;

/** Resolves when nothing in the page has changed for 40 ms, or after a second. */
const quietScript = `new Promise((resolve) => {
  let timer = setTimeout(done, 40);
  const latest = setTimeout(done, 1000);
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(done, 40);
  });
  function done() {
    observer.disconnect();
    clearTimeout(timer);
    clearTimeout(latest);
    resolve(null);
  }
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
})`;

/** What is shown once the page is at rest; null when nothing is shown at the deadline. */
async function settledPage(visitor: Visitor, path: string): Promise<ShownPage | null> {
  const { page, watch, signal, deadlineMs } = visitor;
  const latest = performance.now() + deadlineMs;
  for (;;) {
    const state = await pageState(visitor, path);
    if (state?.hasContent === true && !watch.isLoading()) return state;
    if (performance.now() > latest || signal.aborted || page.isClosed()) {
      return state?.hasContent === true ? state : null;
    }
    await wait(20);
  }
}

/** Null while one document replaces another. */
async function pageState(visitor: Visitor, path: string) {
  try {
    await ask(visitor, { path, script: quietScript });
    return stateSchema.parse(await ask(visitor, { path, script: stateScript }));
  } catch (error) {
    if (error instanceof Error && /context was destroyed|navigation/.test(error.message))
      return null;
    throw error;
  }
}

interface Judgement {
  readonly path: string;
  readonly shown: ShownPage | null;
  /** What the app shows for addresses that do not exist, or empty. */
  readonly notFoundText: string;
  readonly visitor: Visitor;
}

function judgePage({ path, shown, notFoundText, visitor }: Judgement): readonly Diagnostic[] {
  if (shown === null) return [emptyPage(path, visitor.deadlineMs)];
  if (notFoundText !== "" && shown.text === notFoundText) {
    const message = `${path} shows the page for addresses that do not exist: the router does not know the route.`;
    return [diagnostic({ code: "smoke-unknown-route", name: path, message })];
  }
  const asked = new URL(path, visitor.origin).pathname;
  if (shown.path === asked || isRoute(shown.path, visitor.routes.patterns)) return [];
  const message = `${path} leads to ${shown.path}, which is not a route of the plan.`;
  return [diagnostic({ code: "smoke-redirect", name: path, message })];
}

function emptyPage(path: string, deadlineMs: number): Diagnostic {
  return diagnostic({
    code: "smoke-empty-page",
    name: path,
    message: `${path} shows nothing: no main landmark or heading with content within ${deadlineMs / 1000} seconds.`,
  });
}

function problemsOf(path: string, problems: readonly PageProblem[]): readonly Diagnostic[] {
  return problems.map(({ kind, message }) =>
    diagnostic({ code: `smoke-${kind}`, name: path, message: `${path}: ${message}` }),
  );
}

/** A route is visited twice in the last phase; what is wrong both times is said once. */
function unique(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}
