import type { Page } from "playwright-core";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { LostPage, PageVisitor, type ShownPage } from "./page-visitor.ts";
import { watchPage, type PageProblem } from "./page-watch.ts";
import { isRoute } from "./smoke-routes.ts";

interface VisitInput {
  readonly page: Page;
  /** Without a slash at the end. */
  readonly origin: string;
  /** Patterns of all routes of the app: where a page may lead. */
  readonly patterns: readonly string[];
  /** Routes to go to as the app's own links do. */
  readonly pushes: readonly string[];
  /** Routes to open by their addresses, as from a bookmark. */
  readonly opens: readonly string[];
  readonly signal: AbortSignal;
  /** How long a route may take to show something. */
  readonly deadlineMs: number;
}

interface Visited {
  /** What went wrong, each with the route as its name. */
  readonly found: readonly Diagnostic[];
  /** What each route loaded that was opened by its address, and what every visit loads: addresses without a query. */
  readonly loaded: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Opens the app once and goes to the routes in `pushes` as its own links do, then opens those in `opens` by their
 * addresses. A page that does not answer any more ends the visit.
 */
export async function visitRoutes(input: VisitInput): Promise<Visited> {
  const { patterns, pushes, opens, signal, deadlineMs } = input;
  const loaded = new Map<string, ReadonlySet<string>>();
  const watch = watchPage(input.page, input.origin);
  const visitor = new PageVisitor({ ...input, watch });
  const found: Diagnostic[] = [];
  const visit = async (path: string, way: "open" | "push", notFoundText = "") => {
    if (signal.aborted) return null;
    const shown = await arrive(visitor, { path, way, notFoundText }).finally(() => {
      found.push(...problemsOf(path, watch.takeProblems()));
    });
    if (shown === null) found.push(emptyPage(path, deadlineMs));
    else found.push(...judgePage({ path, shown, notFoundText, patterns }));
    return shown;
  };
  try {
    // An app that shows nothing at its door shows nothing behind it, each time only after the deadline.
    const [first = "/", ...others] = [...pushes, ...opens];
    const door = others.includes("/") ? "/" : first;
    const atDoor = await visit(door, "open");
    if (atDoor === null) return { found, loaded };
    const byDoor = watch.takeAddresses();
    const unknown = await goNowhere(visitor, atDoor);
    watch.takeProblems();
    const shared = watch.takeAddresses();
    for (const path of pushes) await visit(path, "push", unknown?.text);
    for (const path of opens) {
      watch.takeAddresses();
      if (path !== door) await visit(path, "open", unknown?.text);
      const own = path === door ? byDoor : watch.takeAddresses();
      loaded.set(path, new Set([...shared, ...own]));
    }
  } catch (error) {
    if (!(error instanceof LostPage)) throw error;
    found.push(diagnostic({ code: "smoke-page-error", name: error.path, message: error.message }));
  }
  return { found: unique(found), loaded };
}

interface Arrival {
  readonly path: string;
  readonly way: "open" | "push";
  readonly notFoundText: string;
}

/**
 * A page whose code is still on its way leaves the one before it in place, which on a busy machine looks like rest.
 * Where that would be a finding, the route is opened anew: nothing is there then that could be taken for it.
 */
async function arrive(visitor: PageVisitor, { path, way, notFoundText }: Arrival) {
  const shown = await visitor[way](path);
  const isDoubtful = way === "push" && notFoundText !== "" && shown?.text === notFoundText;
  return isDoubtful ? visitor.open(path) : shown;
}

/** No app has it: what it shows is the app's page for addresses that do not exist. */
const unknownAddress = "/no-such-page-in-this-app";

/** Inside the app, which loads less; by the address where that shows nothing else than before. */
async function goNowhere(visitor: PageVisitor, before: ShownPage): Promise<ShownPage | null> {
  const shown = await visitor.push(unknownAddress);
  const isDoubtful = shown === null || shown.text === "" || shown.text === before.text;
  return isDoubtful ? visitor.open(unknownAddress) : shown;
}

interface Judgement {
  readonly path: string;
  readonly shown: ShownPage;
  /** What the app shows for addresses that do not exist, or empty. */
  readonly notFoundText: string;
  readonly patterns: readonly string[];
}

function judgePage({ path, shown, notFoundText, patterns }: Judgement): readonly Diagnostic[] {
  if (notFoundText !== "" && shown.text === notFoundText) {
    const message = `${path} shows the page for addresses that do not exist: the router does not know the route.`;
    return [diagnostic({ code: "smoke-unknown-route", name: path, message })];
  }
  const asked = new URL(path, "http://localhost").pathname;
  if (shown.path === asked || isRoute(shown.path, patterns)) return [];
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
