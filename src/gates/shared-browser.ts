import type { Browser } from "playwright-core";
import { UnavailableError } from "../core/errors.ts";
import { launchBrowser } from "./browser.ts";

/** One browser for all phases; a new one when the last was closed or crashed. */
export class SharedBrowser {
  #browser: Promise<Browser> | null = null;

  /** @throws UnavailableError when there is none, it does not start, or `signal` fires before it has. */
  async get(signal: AbortSignal): Promise<Browser> {
    const open = await this.#open(signal);
    if (open.isConnected()) return open;
    this.#browser = null;
    return this.#open(signal);
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = null;
    await browser?.then((open) => open.close());
  }

  async #open(signal: AbortSignal): Promise<Browser> {
    const launched = (this.#browser ??= launchBrowser());
    const stopped = Promise.withResolvers<never>();
    const stop = () => stopped.reject(new UnavailableError("The browser was not ready in time."));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await Promise.race([launched, stopped.promise]);
    } catch (error) {
      this.#browser = null;
      // One that comes up after all has nobody left to show anything to.
      launched.then((late) => late.close()).catch(() => undefined);
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
}
