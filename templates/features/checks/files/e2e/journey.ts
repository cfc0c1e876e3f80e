import { mkdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { Walk, type Step, type StepOptions } from "./walk.ts";

/** Someone who uses the app, with a browser profile of their own. */
export type Traveller = {
  readonly name: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly page: Page;
  readonly context: BrowserContext;
};

/** Two people on their way through the app; what one step has done is there for the next. */
export type Journey = {
  readonly alice: Traveller;
  readonly bob: Traveller;
  readonly baseUrl: string;
  /** One named part of the journey. It begins when all before it have passed; the first that fails ends the journey. */
  readonly step: (title: string, run: () => Promise<void>) => Promise<void>;
  /**
   * A step of one traveller. It begins when the traveller's own step before it and all in `after` have passed, and may
   * build on those and on what came before the last `step`.
   */
  readonly alone: (
    traveller: Traveller,
    title: string,
    run: () => Promise<void>,
    options?: StepOptions,
  ) => Step;
  /** Resolves when all steps have passed. Throws when one has not. */
  readonly end: () => Promise<void>;
  /** Loads a page of the app, as from a bookmark: it shows what everybody has done until now. */
  readonly visit: (traveller: Traveller, path: string) => Promise<void>;
  /**
   * Goes to another page of the app without loading it anew, as the app's own links do. It may show for a while
   * what it knew before, so that `visit` is the way to see what somebody else has just done.
   */
  readonly go: (traveller: Traveller, path: string) => Promise<void>;
  /** The link in the newest mail to an address. Waits for it up to 20 seconds. */
  readonly mailLink: (email: string) => Promise<string>;
  /** The absolute path of a file below `dev/samples`, for file inputs. */
  readonly samplePath: (path: string) => string;
};

export type JourneyOptions = {
  readonly test: TestContext;
  readonly browser: Browser;
  readonly baseUrl: string;
  /** The app's folder. */
  readonly root: string;
  /** When a journey that was got ready ahead of time begins; see `untilCalled`. Null: at once. */
  readonly called: Promise<void> | null;
};

/** Of the server, but not of the app. */
const BARE_PAGE = "/__local/mail";
/** Long enough for a busy machine; what is there in time ends a wait at once. */
const TIMEOUT_MS = 20_000;
const ALICE = {
  name: "Alice Moreau",
  username: "alice",
  window: { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" },
} as const;
const BOB = {
  name: "Bob Castellan",
  username: "bob",
  window: { viewport: { width: 390, height: 844 }, reducedMotion: "no-preference" },
} as const;

/** Opens a browser window for each of the two: Alice at a desk, where she wants little motion, Bob on a phone. */
export async function startJourney({
  test,
  browser,
  baseUrl,
  root,
  called,
}: JourneyOptions): Promise<Journey> {
  const pageErrors: string[] = [];
  const refused: string[] = [];
  const arrive = (person: typeof ALICE | typeof BOB) =>
    openWindow({ ...person, browser, baseUrl, called, pageErrors, refused });
  const [alice, bob] = await Promise.all([arrive(ALICE), arrive(BOB)]);

  const walk = new Walk<Traveller>({
    test,
    check: async (title, act) => {
      const before = refused.length;
      try {
        await act();
        if (pageErrors.length > 0)
          throw new Error(`Uncaught in the page: ${pageErrors.splice(0).join("; ")}`);
      } catch (error) {
        await takePictures({ folder: join(root, "e2e/results"), title, travellers: [alice, bob] });
        throw withRefusals(error, refused.slice(before));
      }
    },
  });
  const letWait = async (traveller: Traveller) => {
    if (!walk.isAlone(traveller)) await putAway(traveller);
  };
  return {
    alice,
    bob,
    baseUrl,
    step: (title, run) => walk.step(title, run),
    alone: (traveller, title, run, options) => walk.alone(traveller, title, run, options),
    end: () => walk.end(),
    visit: async (traveller, path) => {
      await letWait(traveller === alice ? bob : alice);
      await traveller.page.goto(new URL(path, baseUrl).href);
    },
    go: async (traveller, path) => {
      await letWait(traveller === alice ? bob : alice);
      await takeOut(traveller);
      await moveTo(traveller.page, path);
    },
    mailLink: (email) => findMailLink(baseUrl, email),
    samplePath: (path) => join(root, "dev/samples", path),
  };
}

/**
 * When the word to begin comes, where the journey was got ready ahead of time by whoever listens on `JOURNEY_CALL_PORT` of
 * this machine; rejects when nobody does any more. Null where nobody calls.
 */
export function untilCalled(environment: NodeJS.ProcessEnv = process.env): Promise<void> | null {
  const port = Number(environment.JOURNEY_CALL_PORT ?? 0);
  return port === 0 ? null : firstWord(port);
}

async function firstWord(port: number): Promise<void> {
  for await (const _word of connect({ port, host: "127.0.0.1" })) return;
  throw new Error("Whoever got the journey ready has left.");
}

type WindowOptions = (typeof ALICE | typeof BOB) & {
  readonly browser: Browser;
  readonly baseUrl: string;
  readonly called: Promise<void> | null;
  readonly pageErrors: string[];
  /** What the server has answered with an error: "bob: POST /rest/v1/likes 403". */
  readonly refused: string[];
};

async function openWindow({
  browser,
  baseUrl,
  called,
  pageErrors,
  refused,
  window,
  ...person
}: WindowOptions): Promise<Traveller> {
  const context = await browser.newContext({ baseURL: baseUrl, ...window });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  // The process of a page starts with the first address that it opens: this one shows nothing of the app.
  await page.goto(BARE_PAGE);
  if (called) await lookAround(page, called);
  page.on("pageerror", (error) => pageErrors.push(`${person.username}: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() < 400) return;
    const asked = `${response.request().method()} ${new URL(response.url()).pathname}`;
    refused.push(`${person.username}: ${asked} ${response.status()}`);
  });
  const email = `${person.username}@example.org`;
  return { ...person, email, password: `${person.username}-on-the-road`, page, context };
}

/** How long one look may take: what is there before the journey may be broken. */
const LOOK_MS = 3_000;

/** What pages ask for by `fetch`, as supabase-js does, changes nothing. */
const READ_ONLY = `{
  const send = globalThis.fetch;
  globalThis.fetch = (...asked) =>
    new Request(...asked).method === "GET" ? send(...asked) : Promise.reject(new TypeError("Only a look."));
}`;

/**
 * Opens the app as it still is while the journey waits for another one, so that browser and server have done what they do
 * only once. Files of a build have other names when there is something else in them. Ends when the journey is called, and
 * leaves nothing in the window.
 */
async function lookAround(page: Page, called: Promise<void>): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const script = await devTools.send("Page.addScriptToEvaluateOnNewDocument", {
    source: READ_ONLY,
  });
  for (const _time of ["to read it", "to keep what was compiled"]) {
    const look = page.goto("/", { waitUntil: "networkidle", timeout: LOOK_MS }).catch(() => null);
    await Promise.race([look, called]);
  }
  // What was on its way, or says that nothing came, may be shown just then, and takes the place of what was asked for.
  await page.goto(BARE_PAGE).catch(() => page.goto(BARE_PAGE));
  await devTools.send("Page.removeScriptToEvaluateOnNewDocument", script);
  await devTools.send("Storage.clearDataForOrigin", {
    origin: new URL(page.url()).origin,
    storageTypes: "cookies,local_storage,indexeddb,service_workers",
  });
  await page.evaluate(() => sessionStorage.clear());
  await devTools.detach();
}

/**
 * Tells a window that nobody looks at it, as browsers do when another one covers it. Here all count as seen at all
 * times, and what plays in one whose person waits for the other would take its time from both.
 */
async function putAway({ page }: Traveller): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

async function takeOut({ page }: Traveller): Promise<void> {
  await page.evaluate(() => {
    Reflect.deleteProperty(document, "visibilityState");
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

/** Resolves when what was shown is gone, so that nothing is looked for in the page before. */
async function moveTo(page: Page, path: string): Promise<void> {
  const { pathname, search } = new URL(page.url());
  if (pathname + search === path) return;
  const shown = await page.locator("main > *").first().elementHandle();
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
  }, path);
  await shown?.waitForElementState("hidden");
}

/** Most answers that an error tells; the last ones are nearest to it. */
const MOST_TOLD = 4;

/** What was waited for says less than why it did not come. */
function withRefusals(error: unknown, refused: readonly string[]): unknown {
  if (!(error instanceof Error) || refused.length === 0) return error;
  const [first, ...others] = error.message.split("\n");
  const told = [...new Set(refused)].slice(-MOST_TOLD).join(", ");
  error.message = [first, `Refused meanwhile: ${told}.`, ...others].join("\n");
  return error;
}

async function findMailLink(baseUrl: string, email: string): Promise<string> {
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await wait(100)) {
    const response = await fetch(new URL("/__local/mail", baseUrl));
    const mails = (await response.json()) as { to: string; link: string | null }[];
    const link = mails.find(({ to }) => to === email)?.link;
    if (link) return link;
  }
  throw new Error(`No mail with a link came for ${email}.`);
}

async function takePictures(options: {
  readonly folder: string;
  readonly title: string;
  readonly travellers: readonly Traveller[];
}): Promise<void> {
  await mkdir(options.folder, { recursive: true });
  const name = options.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  for (const { page, username } of options.travellers) {
    await page
      .screenshot({ path: join(options.folder, `${name}-${username}.png`) })
      .catch(() => null);
  }
}
