import { spawn } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { connected, type KeyringReply, type KeyringRequest } from "./keyring-message.ts";

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
    const child = spawn(process.execPath, [fileURLToPath(file)], {
      env: { ...env },
      windowsHide: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const stop = () => child.kill("SIGKILL");
    process.once("exit", stop);
    let stdout = "";
    let stderr = "";
    const isConnected = () => stdout.startsWith(`${connected}\n`);
    let timer = setTimeout(stop, silenceMs);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (stdout === "") {
        clearTimeout(timer);
        timer = setTimeout(stop, longestWaitMs);
      }
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const end = (reply: KeyringReply) => {
      clearTimeout(timer);
      process.off("exit", stop);
      resolve(reply);
    };
    child.once("error", (error) => end({ kind: "none", reason: error.message }));
    child.once("close", (code, signal) => {
      const reply = readReply(stdout);
      if (reply !== null) end(reply);
      else if (signal === "SIGKILL" && !isConnected()) {
        end({ kind: "none", reason: `nothing answered within ${silenceMs / 1000} s` });
      } else if (signal === "SIGKILL")
        end({ kind: "refused", reason: "it did not answer in time" });
      else end({ kind: "none", reason: crash({ code, signal, stderr }) });
    });
    // A process that ends before it has read the request says so with its end.
    child.stdin.on("error", () => undefined).end(JSON.stringify(request));
  });
}

function readReply(stdout: string): KeyringReply | null {
  const last = stdout.endsWith("\n") ? stdout.trimEnd().split("\n").at(-1) : undefined;
  if (last === undefined || last === connected || last === "") return null;
  const reply: KeyringReply = JSON.parse(last);
  return reply;
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
