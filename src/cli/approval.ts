import { DeclinedError, InputError } from "../core/errors.ts";
import { askLine } from "./ask-line.ts";
import type { Phase } from "../spec/plan.ts";

interface Approval {
  /** Asked once, before anything is written. Throws DeclinedError on "no". */
  readonly approvePlan: () => Promise<void>;
  readonly approvePhase: (phase: Phase) => Promise<boolean>;
}

/**
 * Approves as the user said on the command line, or asks in the terminal.
 * @throws InputError when there is nobody to ask.
 */
export function createApproval(isApproved: boolean, signal: AbortSignal): Approval {
  if (isApproved) {
    return { approvePlan: async () => undefined, approvePhase: async () => true };
  }
  refuseNobody(isApproved);
  let isAllApproved = false;
  return {
    approvePlan: async () => {
      const answer = await ask("Build it? [Y]es, phase by phase; [a]ll at once; [n]o: ", signal);
      isAllApproved = answer.startsWith("a");
      if (answer.startsWith("n")) {
        throw new DeclinedError("Nothing was built, as you asked.", {
          nextSteps: ["Say what should be different in the request, then run the command again."],
        });
      }
    },
    approvePhase: async (phase) => {
      if (isAllApproved) return true;
      const question = `Go on after phase ${phase.number}? [Y]es; [a]ll the rest; [n]o: `;
      const answer = await ask(question, signal);
      isAllApproved = answer.startsWith("a");
      return !answer.startsWith("n");
    },
  };
}

/** @throws InputError when a plan has to be approved and there is nobody to ask. */
export function refuseNobody(isApproved: boolean): void {
  if (isApproved || process.stdin.isTTY === true) return;
  throw new InputError("Nobody can approve the plan: the input is not a terminal.", {
    nextSteps: ["Look at the plan with: megamind plan, then build it with --yes."],
  });
}

/** An input that ends says no. */
async function ask(question: string, signal: AbortSignal): Promise<string> {
  const answer = await askLine(question, { output: process.stdout, signal });
  return answer === null ? "n" : answer.trim().toLowerCase();
}
