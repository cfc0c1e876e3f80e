import { paint } from "./paint.ts";
import type { RunEvent } from "../../spec/run-event.ts";
import { estimateOf } from "./cost-lines.ts";
import { formatDuration } from "./format-duration.ts";
import { gateLine, gateLines } from "./gate-lines.ts";
import { modelEventLines, modelTotalLines, skipText } from "./model-event-lines.ts";
import { pagesLines } from "./pages-lines.ts";
import { repairLine } from "./repair-lines.ts";

/** What the lines of a phase need to remember of its earlier events. */
export interface RunTally {
  readonly phases: number;
  readonly newFiles: number;
  readonly changedFiles: number;
  /** Dollars that models were expected to cost; null when none were to be asked, or their price is not known. */
  readonly expectedUsd: number | null;
  /** Models that were not asked, and why: said once. */
  readonly skipped: readonly string[];
  /** Whether this run follows a change that was watched for. */
  readonly isRepeated: boolean;
  /** Gates of a repeated run for which nothing changed. */
  readonly unchanged: number;
}

export const emptyTally: RunTally = {
  phases: 0,
  newFiles: 0,
  changedFiles: 0,
  expectedUsd: null,
  skipped: [],
  isRepeated: false,
  unchanged: 0,
};

/** Pure: the tally after an event. */
export function tallyOf(tally: RunTally, event: RunEvent): RunTally {
  switch (event.type) {
    case "run:start":
      return {
        ...emptyTally,
        phases: event.phases.length,
        // A run that goes on is expected to pay for the rest only, and its sums are of the whole app.
        expectedUsd: event.phases[0]?.number === 1 ? (estimateOf(event)?.usd ?? null) : null,
      };
    case "phase:start":
      return { ...tally, newFiles: 0, changedFiles: 0 };
    case "model:attempt":
      return event.outcome === "skipped"
        ? { ...tally, skipped: [...tally.skipped, skipText(event)] }
        : tally;
    case "file:write":
      return event.isNew
        ? { ...tally, newFiles: tally.newFiles + 1 }
        : { ...tally, changedFiles: tally.changedFiles + 1 };
    case "file:delete":
      return { ...tally, changedFiles: tally.changedFiles + 1 };
    case "watch:change":
      return { ...tally, isRepeated: true, unchanged: 0 };
    case "gate:end":
      return isUnsaid(event, tally) ? { ...tally, unchanged: tally.unchanged + 1 } : tally;
    default:
      return tally;
  }
}

/** Pure: the lines that an event adds to the log, with the tally before it. */
export function runLines(event: RunEvent, tally: RunTally): readonly string[] {
  switch (event.type) {
    case "run:start":
      return [
        "",
        `${paint.bold(event.appName)}  ${phaseCount(event.phases.length)} in ${event.out}`,
      ];
    case "kit:start":
      return [`  ${paint.dim("Packages are being installed, once for all apps (10 to 30 s)")}`];
    case "kit:end":
      return [
        gateLine("passed", "packages", {
          summary: `${event.files} files linked`,
          durationMs: event.durationMs,
        }),
      ];
    case "phase:start": {
      const { number, title } = event.phase;
      return ["", `${paint.bold(`Phase ${number} of ${tally.phases}`)}  ${title}`];
    }
    case "gate:end":
      if (isUnsaid(event, tally)) return [];
      // A project without phases is looked at once, so that this is where its warnings are said.
      return gateLines(event.report, { showsWarnings: event.phase === 0 });
    case "checkpoint":
      return [`  ${paint.dim(`${filesText(tally)}, kept as ${event.commit.slice(0, 7)}`)}`];
    case "phase:end":
      return event.outcome === "passed"
        ? []
        : [`  ${paint.red("Rolled back to the state before this phase.")}`];
    case "run:end":
      return endLines(event, tally);
    case "validate:end":
      return ["", verdictLine(event, tally), ""];
    case "watch:wait":
      return [`${paint.dim(`Watching ${event.root} for changes. Ctrl-C ends.`)}`];
    case "watch:change":
      return ["", `${paint.bold("Changed")}  ${pathsText(event.paths)}`];
    case "model:attempt":
      return tally.skipped.includes(skipText(event)) ? [] : modelEventLines(event);
    case "model:start":
    case "model:end":
    case "model:note":
    case "model:offline":
      return modelEventLines(event);
    case "pages":
      return pagesLines(event);
    case "repair:attempt":
      return [repairLine(event)];
    case "file:write":
    case "file:delete":
    case "gate:start":
      return [];
    case "run:error":
      return modelTotalLines(event.models);
  }
}

/** Pure: what is going on, for a line that is overwritten; null when nothing is. */
export function runStatus(running: readonly string[]): string | null {
  return running.length === 0 ? null : `  ${paint.dim(`... ${running.join(", ")}`)}`;
}

function endLines(
  event: Extract<RunEvent, { type: "run:end" }>,
  { expectedUsd }: RunTally,
): readonly string[] {
  const time = formatDuration(event.durationMs);
  const headline =
    event.exitCode === 0
      ? `${paint.green("Done")}  ${event.files} files, ${event.tables} tables, all gates green in ${time}`
      : `${paint.red("Stopped")}  after ${time}`;
  return [
    "",
    headline,
    ...modelTotalLines(event.models, expectedUsd),
    ...event.nextSteps.map((step) => `  ${step}`),
    "",
  ];
}

interface Verdict {
  readonly exitCode: number;
  readonly durationMs: number;
}

function verdictLine({ exitCode, durationMs }: Verdict, { unchanged }: RunTally): string {
  const verdict = exitCode === 0 ? paint.green("All gates green") : paint.red("Not green");
  const rest = unchanged === 0 ? "" : `, ${unchanged} of them unchanged`;
  return `${verdict} in ${formatDuration(durationMs)}${paint.dim(rest)}`;
}

/** After a change, only what it concerns is worth a line. */
function isUnsaid(
  { report: { outcome, remembered, diagnostics } }: Extract<RunEvent, { type: "gate:end" }>,
  { isRepeated }: RunTally,
): boolean {
  const isRemembered = remembered !== undefined && remembered.unchanged === remembered.of;
  const hasWarnings = diagnostics.some(({ severity }) => severity === "warning");
  return isRepeated && outcome === "passed" && isRemembered && !hasWarnings;
}

/** Most paths that are named; the files themselves are known to whoever changed them. */
const mostPaths = 3;

function pathsText(paths: readonly string[]): string {
  const more = paths.length - mostPaths;
  const named = paths.slice(0, mostPaths).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}

function filesText({ newFiles, changedFiles }: RunTally): string {
  const changed = changedFiles === 0 ? "" : `, ${changedFiles} changed`;
  return `${newFiles} new files${changed}`;
}

function phaseCount(count: number): string {
  return count === 1 ? "1 phase" : `${count} phases`;
}
