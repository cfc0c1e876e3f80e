import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { FlowsAnswer } from "./flows-answer.ts";
import { walkJourney } from "./walk-journey.ts";

/**
 * The app's journey, started ahead of time: it opens browser, server and windows, and then asks for the word to begin,
 * on the local port in `JOURNEY_CALL_PORT`. One that does not ask walks at once.
 */
export class HeldJourney {
  readonly #callers = new Set<Socket>();
  readonly #ending = new AbortController();
  readonly #walked: Promise<FlowsAnswer>;
  #hasBegun = false;
  /** Whether it was ended, also because it walked before it was told to, or broke. */
  #isGone = false;

  private constructor(root: string, calls: Server) {
    calls.on("connection", (caller) => this.#answer(caller));
    const onStep = () => {
      if (!this.#hasBegun) this.end();
    };
    this.#walked = walkJourney({ root, signal: this.#ending.signal, onStep });
    const close = () => {
      this.#isGone = true;
      calls.close();
    };
    this.#walked.then(close, close);
  }

  static async start(root: string): Promise<HeldJourney> {
    const calls = createServer().unref();
    await new Promise<void>((resolve, reject) => {
      calls.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    const { port } = calls.address() as AddressInfo;
    // The runner hands the environment of this process on.
    process.env["JOURNEY_CALL_PORT"] = String(port);
    return new HeldJourney(root, calls);
  }

  /** Whether there is no beginning it any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Walks from here on. Null when it did not wait for this, or broke before it could begin. */
  async begin(): Promise<FlowsAnswer | null> {
    if (this.#isGone) return null;
    this.#hasBegun = true;
    for (const caller of this.#callers) caller.end("begin");
    const answer = await this.#walked;
    return this.#callers.size === 0 || answer.steps.length === 0 ? null : answer;
  }

  end(): void {
    this.#isGone = true;
    this.#ending.abort();
    for (const caller of this.#callers) caller.destroy();
  }

  #answer(caller: Socket): void {
    this.#callers.add(caller);
    // A journey that breaks while it waits says so in what the runner tells of it.
    caller.on("error", () => undefined);
    if (this.#hasBegun) caller.end("begin");
  }
}
