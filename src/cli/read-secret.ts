import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { InputError, InterruptedError } from "../core/errors.ts";
import { printNote, printPrompt } from "./output/console.ts";

/** Longer input is no secret; in characters. */
const longestInput = 10_000;

/**
 * A secret from a pipe, or typed into the terminal without being shown.
 * @throws InterruptedError on Ctrl-C, InputError when the input ends without one or is too long.
 */
export async function readSecret(prompt: string, signal: AbortSignal): Promise<string> {
  return process.stdin.isTTY === true ? typedSecret(prompt, signal) : pipedSecret();
}

async function pipedSecret(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    text += chunk;
    if (text.length > longestInput) throw new InputError("The input is too long for a key.");
  }
  return text;
}

async function typedSecret(prompt: string, signal: AbortSignal): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // History would keep the secret in memory for no use.
  const options = { input: process.stdin, output: nowhere, terminal: true, historySize: 0 };
  const terminal = createInterface(options);
  const left = Promise.withResolvers<never>();
  const interrupt = () => left.reject(new InterruptedError("No key was stored."));
  terminal.once("SIGINT", interrupt);
  terminal.once("close", () => left.reject(new InputError("No key arrived.")));
  signal.addEventListener("abort", interrupt, { once: true });
  printPrompt(prompt);
  try {
    return await Promise.race([terminal.question(""), left.promise]);
  } finally {
    terminal.close();
    printNote("");
  }
}
