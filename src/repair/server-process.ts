import type { ChildProcess } from "node:child_process";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import { z } from "zod";
import { InterruptedError, UnavailableError } from "../core/errors.ts";
import { endGroup, spawnGroup } from "../workspace/process-group.ts";

interface ServerProcessInput {
  /** The program of TypeScript. */
  readonly compiler: string;
  /** Absolute path of the project. */
  readonly root: string;
  readonly signal: AbortSignal;
  /** Longest time one request may take, in milliseconds. */
  readonly deadlineMs: number;
}

/** A language server that runs. After `gone` resolves, every request rejects. */
export interface ServerProcess {
  /** @throws UnavailableError when the server is gone or does not answer in time, InterruptedError after an abort. */
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params: unknown): Promise<void>;
  close(): Promise<void>;
}

const settingsRequest = z.object({ items: z.array(z.unknown()) });

/** Starts `tsc --lsp --stdio` in a process group of its own. */
export function startServerProcess(input: ServerProcessInput): ServerProcess {
  const child = spawnGroup([process.execPath, input.compiler, "--lsp", "--stdio"], {
    cwd: input.root,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const connection = connect(child);
  const lost = deathOf(child, connection);
  // A request reports it; without one there is nobody to tell.
  lost.catch(() => undefined);
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= endGroup(child).then(() => connection.dispose());
    return closing;
  };
  return {
    close,
    request: (method, params) =>
      withLimits({ ...input, method, close }, () =>
        Promise.race([connection.sendRequest(method, params), lost]),
      ),
    notify: (method, params) => Promise.race([connection.sendNotification(method, params), lost]),
  };
}

function connect(child: ChildProcess): MessageConnection {
  if (child.stdout === null || child.stdin === null) {
    throw new UnavailableError("The language server of TypeScript has no pipes.");
  }
  child.stdin.on("error", () => undefined);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest((method: string, params: unknown) =>
    method === "workspace/configuration"
      ? settingsRequest.parse(params).items.map(() => ({}))
      : null,
  );
  connection.listen();
  return connection;
}

/** Rejects when the process ends or never started. */
function deathOf(child: ChildProcess, connection: MessageConnection): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (words: string) =>
      reject(new UnavailableError(`The language server of TypeScript ${words}.`));
    child.once("error", (cause) => fail(`cannot be started: ${cause.message}`));
    child.once("exit", (code, signal) => fail(`ended by itself (${signal ?? code})`));
    connection.onClose(() => fail("closed its connection"));
    connection.onError(([cause]) => fail(`cannot be understood: ${cause.message}`));
  });
}

interface Limits extends ServerProcessInput {
  readonly method: string;
  readonly close: () => Promise<void>;
}

/** A server that does not answer in time is ended: it would not answer the next request either. */
async function withLimits<Result>(
  { signal, deadlineMs, method, close }: Limits,
  work: () => Promise<Result>,
): Promise<Result> {
  if (signal.aborted) throw new InterruptedError("The repair was interrupted.");
  let stop: () => void = () => undefined;
  const limit = new Promise<never>((_, reject) => {
    const abort = () => reject(new InterruptedError("The repair was interrupted."));
    const timer = setTimeout(() => {
      const words = `did not answer ${method} within ${deadlineMs / 1000} seconds`;
      reject(new UnavailableError(`The language server of TypeScript ${words}.`));
    }, deadlineMs);
    signal.addEventListener("abort", abort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
  });
  try {
    return await Promise.race([work(), limit]);
  } catch (cause) {
    if (cause instanceof UnavailableError || cause instanceof InterruptedError) await close();
    throw cause;
  } finally {
    stop();
  }
}
