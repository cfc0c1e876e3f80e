import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "playwright-core";
import { z } from "zod";
import type { PageWatch } from "./page-watch.ts";

interface PageVisitorInput {
  readonly page: Page;
  readonly watch: PageWatch;
  /** The app's address without a slash at the end. */
  readonly origin: string;
  readonly signal: AbortSignal;
  /** How long a page may take to show something, and to answer. */
  readonly deadlineMs: number;
}

export interface ShownPage {
  /** Where the page is now, after redirects. */
  readonly path: string;
  /** The words in its main landmark. */
  readonly text: string;
}

/** The page cannot be opened or does not answer any more. */
export class LostPage extends Error {
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
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

/**
 * Goes from page to page in one tab. Both ways to go resolve with what is shown once the page is at rest, or with null
 * when nothing is shown at the deadline, and throw LostPage.
 */
export class PageVisitor {
  readonly #input: PageVisitorInput;

  constructor(input: PageVisitorInput) {
    this.#input = input;
  }

  /** As from a bookmark. */
  async open(path: string): Promise<ShownPage | null> {
    const { page, origin, deadlineMs } = this.#input;
    const options = { waitUntil: "domcontentloaded", timeout: deadlineMs } as const;
    await page.goto(origin + path, options).catch((error: unknown) => {
      const [reason = ""] = String(error).replaceAll(origin, "").split("\n");
      throw new LostPage(path, reason);
    });
    return this.#settled(path);
  }

  /** As the app's own links do, without loading the document again. */
  async push(path: string): Promise<ShownPage | null> {
    const go = `
      history.pushState(null, "", ${JSON.stringify(path)});
      dispatchEvent(new PopStateEvent("popstate", { state: null }));
    `;
    await this.#ask(path, go);
    return this.#settled(path);
  }

  async #settled(path: string): Promise<ShownPage | null> {
    const { page, watch, signal, deadlineMs } = this.#input;
    const latest = performance.now() + deadlineMs;
    for (;;) {
      const state = await this.#state(path);
      if (state?.hasContent === true && !watch.isLoading()) return state;
      if (performance.now() > latest || signal.aborted || page.isClosed()) {
        return state?.hasContent === true ? state : null;
      }
      await wait(20);
    }
  }

  /** Null while one document replaces another. */
  async #state(path: string) {
    try {
      await this.#ask(path, quietScript);
      return stateSchema.parse(await this.#ask(path, stateScript));
    } catch (error) {
      const isLeaving = /context was destroyed|navigation/;
      if (error instanceof Error && isLeaving.test(error.message)) return null;
      throw error;
    }
  }

  /** Runs a script in the page; a page that is stuck in a loop never answers by itself. */
  async #ask(path: string, script: string): Promise<unknown> {
    const { page, deadlineMs } = this.#input;
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
}
