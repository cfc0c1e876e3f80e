import type { AskPerson } from "../pipeline/planned-app.ts";
import { askLine } from "./ask-line.ts";
import { printNote } from "./output/console.ts";

/** Asks in the terminal, on stderr; null when the input is none. */
export function personAt(signal: AbortSignal): AskPerson | null {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return null;
  return async (questions) => {
    const answers: (string | null)[] = [];
    printNote("");
    printNote("Before it is planned (Enter takes what is in brackets):");
    for (const { question, assumed } of questions) {
      const asked = `  ${question} [${assumed}] `;
      answers.push(await askLine(asked, { output: process.stderr, signal }));
    }
    return answers;
  };
}
