import { fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { KeyringMessage, KeyringReply, KeyringRequest } from "./keyring-message.ts";

/** A bus that takes connections and never answers would hold its caller for ever, in milliseconds. */
const longestSilenceMs = 10_000;
/** People may have to type the keyring's password, in milliseconds. */
const longestWaitMs = 60_000;

export interface AskOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Longest time until somebody answers at all, in milliseconds. Default: 10 s. */
  readonly silenceMs?: number;
}

/**
 * Asks the keyring of the system in a process of its own: it is native code, which waits and fails as a whole. The
 * request goes through a pipe; no key is ever an argument. Does not throw: what goes wrong is a reply.
 */
export function askKeyring(
  request: KeyringRequest,
  { env, silenceMs = longestSilenceMs }: AskOptions,
): Promise<KeyringReply> {
  return new Promise((resolve) => {
    // The same file is TypeScript in a checkout and JavaScript when published.
    const file = new URL(`./keyring-worker${extname(import.meta.filename)}`, import.meta.url);
    const child = fork(fileURLToPath(file), [], {
      env: { ...env },
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const stop = () => child.kill("SIGKILL");
    process.once("exit", stop);
    let timer = setTimeout(stop, silenceMs);
    let isConnected = false;
    let reply: KeyringReply | null = null;
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("message", (message: KeyringMessage) => {
      if (message.kind !== "connected") {
        reply = message;
        return;
      }
      isConnected = true;
      clearTimeout(timer);
      timer = setTimeout(stop, longestWaitMs);
    });
    const end = (how: KeyringReply) => {
      clearTimeout(timer);
      process.off("exit", stop);
      resolve(how);
    };
    child.once("error", (error) => end({ kind: "none", reason: error.message }));
    child.once("close", (code, signal) => {
      if (reply !== null) end(reply);
      else if (signal !== "SIGKILL") end({ kind: "none", reason: crash({ code, signal, stderr }) });
      else if (isConnected) end({ kind: "refused", reason: "it did not answer in time" });
      else end({ kind: "none", reason: `nothing answered within ${silenceMs / 1000} s` });
    });
    // A process that ends before it has the request says so with its end.
    child.send(request, () => undefined);
  });
}

/** Native code that breaks takes only its own process with it. */
function crash(end: {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}): string {
  const words = end.stderr.trim().split("\n").at(-1) ?? "";
  return `its module ended with ${end.signal ?? `code ${end.code}`}. ${words}`.trim().slice(0, 200);
}
