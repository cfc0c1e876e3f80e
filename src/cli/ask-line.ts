import { createInterface } from "node:readline/promises";
import { InterruptedError } from "../core/errors.ts";

interface AskOptions {
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/**
 * What is typed at a question in the terminal, or null when the input ends.
 * @throws InterruptedError on Ctrl-C.
 */
export async function askLine(
  question: string,
  { output, signal }: AskOptions,
): Promise<string | null> {
  const terminal = createInterface({ input: process.stdin, output });
  const left = Promise.withResolvers<null>();
  const interrupt = () => left.reject(new InterruptedError("Stopped at a question."));
  terminal.once("SIGINT", interrupt);
  terminal.once("close", () => left.resolve(null));
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    return await Promise.race([terminal.question(question), left.promise]);
  } finally {
    signal.removeEventListener("abort", interrupt);
    terminal.close();
  }
}
