import { Worker } from "node:worker_threads";
import { InterruptedError, type MegamindError } from "../core/errors.ts";
import { DatabaseEndedError, SqlError } from "./database-errors.ts";
import { keepWasmCode } from "./keep-wasm-code.ts";
import type { WorkerReply, WorkerRequest } from "./worker-protocol.ts";

type Answer = Exclude<WorkerReply, { kind: "refused" | "broken" }>;

/**
 * The owner's end of the database worker. States: running, until a request passes its deadline, the engine
 * breaks, the signal aborts or `end` is called; then ended for good. While no request is under way
 * the thread does not keep the process alive.
 */
export class WorkerChannel {
  readonly #worker: Worker;
  readonly #signal: AbortSignal | undefined;
  #ended: MegamindError | null = null;
  #waiting: {
    resolve(answer: Answer): void;
    reject(error: unknown): void;
    readonly sql: string;
  } | null = null;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    keepWasmCode();
    // The same file is TypeScript in a checkout and JavaScript when published.
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    this.#worker = new Worker(new URL(`./database-worker.${extension}`, import.meta.url), {
      execArgv: [],
      // Nothing the engine prints may reach our own output.
      stdout: true,
      stderr: true,
    });
    this.#worker.on("message", (reply: WorkerReply) => this.#settle(reply));
    this.#worker.on("error", (error) => this.#crash(String(error)));
    this.#worker.on("exit", (code) => this.#crash(`its thread exited with code ${code}`));
    this.#worker.unref();
    if (signal?.aborted === true) this.#interrupt();
    else signal?.addEventListener("abort", this.#interrupt, { once: true });
  }

  /** Why no request is taken any more, or null while the worker runs. */
  get ended(): MegamindError | null {
    return this.#ended;
  }

  /**
   * Sends one request and waits for its reply. Requests must not overlap.
   * Throws `SqlError` when Postgres refuses; `DatabaseEndedError` or `InterruptedError` when the worker is
   * gone or goes, which it does `deadlineMs` milliseconds after an unanswered request.
   */
  async send(request: WorkerRequest, deadlineMs: number): Promise<Answer> {
    if (this.#ended !== null) throw this.#ended;
    const sql = "sql" in request ? request.sql : "";
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting = { resolve, reject, sql };
    this.#worker.ref();
    const timer = setTimeout(() => void this.end(deadlineError(deadlineMs, sql)), deadlineMs);
    try {
      this.#worker.postMessage(request, request.kind === "load" ? [request.snapshot.buffer] : []);
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting = null;
      this.#worker.unref();
    }
  }

  /** Stops the thread, even in the middle of a statement. Later requests are rejected with `error`. */
  async end(error: MegamindError): Promise<void> {
    if (this.#ended === null) {
      this.#ended = error;
      this.#signal?.removeEventListener("abort", this.#interrupt);
    }
    this.#waiting?.reject(this.#ended);
    await this.#worker.terminate();
  }

  readonly #interrupt = (): void => {
    void this.end(
      new InterruptedError("The database was stopped because the run was interrupted."),
    );
  };

  #settle(reply: WorkerReply): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    if (reply.kind === "refused") waiting.reject(new SqlError(reply.error, waiting.sql));
    else if (reply.kind === "broken") this.#crash(reply.message);
    else waiting.resolve(reply);
  }

  #crash(reason: string): void {
    if (this.#ended !== null) return;
    // Read only now: a listener on these streams would keep the process alive for as long as the thread.
    const printed = [this.#worker.stdout, this.#worker.stderr].map((stream) => stream.read() ?? "");
    const output = printed.join("").trim().slice(-2_000);
    const said = output === "" ? "" : ` It printed: ${output}`;
    void this.end(new DatabaseEndedError("crashed", `The local database broke: ${reason}.${said}`));
  }
}

function deadlineError(deadlineMs: number, sql: string): DatabaseEndedError {
  const statement = sql.trim().split("\n", 1)[0] ?? "";
  const what = statement === "" ? "booting" : `"${statement.slice(0, 120)}"`;
  return new DatabaseEndedError(
    "deadline",
    `The local database was ended: ${what} was not done after ${deadlineMs} ms.`,
  );
}
