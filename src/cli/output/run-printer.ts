import type { EmitEvent, RunEvent } from "../../spec/run-event.ts";
import { printLine } from "./console.ts";
import { emptyTally, runLines, runStatus, tallyOf } from "./run-lines.ts";

const eraseLine = "\r\u001B[2K";

/** Draws a run as it happens: a growing log, and on a terminal one line below it that says what is going on. */
export function createRunPrinter(): EmitEvent {
  const isTerminal = process.stdout.isTTY === true && process.env["TERM"] !== "dumb";
  let tally = emptyTally;
  let running: readonly string[] = [];
  return (event) => {
    const lines = runLines(event, tally);
    tally = tallyOf(tally, event);
    running = runningAfter(running, event);
    if (isTerminal) process.stdout.write(eraseLine);
    for (const line of lines) printLine(line);
    const status = runStatus(running);
    if (isTerminal && status !== null) process.stdout.write(status);
  };
}

function runningAfter(running: readonly string[], event: RunEvent): readonly string[] {
  switch (event.type) {
    case "gate:start":
      return [...running, event.gate];
    case "gate:end":
      return running.filter((gate) => gate !== event.report.gate);
    case "kit:start":
      return ["packages"];
    case "kit:end":
    case "phase:end":
    case "run:end":
      return [];
    default:
      return running;
  }
}
