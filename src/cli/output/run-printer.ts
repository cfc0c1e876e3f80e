import type { EmitEvent, RunEvent } from "../../spec/run-event.ts";
import { printLine, printNote } from "./console.ts";
import { taskText } from "./model-event-lines.ts";
import { emptyTally, runLines, runStatus, tallyOf } from "./run-lines.ts";

const eraseLine = "\r\u001B[2K";

/**
 * Draws a run as it happens: a growing log, and on a terminal one line below it that says what is going on.
 * @param to "notes" for a command whose result is on stdout.
 */
export function createRunPrinter(to: "log" | "notes" = "log"): EmitEvent {
  const [stream, print] = to === "log" ? [process.stdout, printLine] : [process.stderr, printNote];
  const isTerminal = stream.isTTY === true && process.env["TERM"] !== "dumb";
  let tally = emptyTally;
  let running: readonly string[] = [];
  let asking: readonly string[] = [];
  return (event) => {
    const lines = runLines(event, tally);
    tally = tallyOf(tally, event);
    running = runningAfter(running, event);
    asking = askingAfter(asking, event);
    if (isTerminal) stream.write(eraseLine);
    for (const line of lines) print(line);
    const status = runStatus([...running, ...asking]);
    if (isTerminal && status !== null) stream.write(status);
  };
}

/** What models are asked for now. Phases go on beside it. */
function askingAfter(asking: readonly string[], event: RunEvent): readonly string[] {
  switch (event.type) {
    case "model:start":
      return [...asking, taskText(event)];
    case "model:end": {
      const index = asking.indexOf(taskText(event));
      return asking.filter((_, at) => at !== index);
    }
    case "run:end":
    case "run:error":
      return [];
    default:
      return asking;
  }
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
