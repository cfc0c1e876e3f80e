import { createInterface } from "node:readline/promises";
import type { AskPerson } from "../pipeline/planned-app.ts";
import { printNote } from "./output/console.ts";

/** Asks in the terminal, on stderr; null when the input is none. */
export function personAt(signal: AbortSignal): AskPerson | null {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return null;
  return async (questions) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answers: string[] = [];
    printNote("");
    printNote("Before it is planned (Enter takes what is in brackets):");
    try {
      for (const { question, assumed } of questions) {
        answers.push(await terminal.question(`  ${question} [${assumed}] `, { signal }));
      }
    } finally {
      terminal.close();
    }
    return answers;
  };
}
