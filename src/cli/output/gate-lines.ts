import type { Diagnostic } from "../../core/diagnostic.ts";
import type { GateOutcome, GateReport } from "../../spec/gate-report.ts";
import { diagnosticLines } from "./diagnostic-lines.ts";
import { formatDuration } from "./format-duration.ts";
import { paint } from "./paint.ts";

/** Most diagnostics that are shown for a gate; the report in the app has them all. */
const MAX_DIAGNOSTICS = 10;

/** Columns of a gate's line; with mark and margins it fits into 80. */
const NAME_WIDTH = 10;
const SUMMARY_WIDTH = 50;
const TIME_WIDTH = 7;

/** Pure: what became of a gate: one line, below it what is wrong; of a gate that passed also warnings, when asked for. */
export function gateLines(
  report: GateReport,
  { showsWarnings = false }: { readonly showsWarnings?: boolean } = {},
): readonly string[] {
  const warnings = report.diagnostics.filter(({ severity }) => severity === "warning");
  const ofPassed = showsWarnings ? warnings : [];
  const found = report.outcome === "passed" ? ofPassed : report.diagnostics;
  const shown = found.slice(0, MAX_DIAGNOSTICS);
  const hidden = found.length - shown.length;
  return [
    gateLine(report.outcome, report.gate, { ...report, summary: summaryOf(report) }),
    ...indented(shown),
    ...(hidden > 0 ? [`    ${paint.dim(`and ${hidden} more`)}`] : []),
    ...indented(report.notes ?? []),
  ];
}

interface GateFigures {
  readonly summary: string;
  readonly durationMs: number;
}

export function gateLine(
  outcome: GateOutcome,
  name: string,
  { summary, durationMs }: GateFigures,
): string {
  const time = formatDuration(durationMs).padStart(TIME_WIDTH);
  return `  ${mark(outcome)} ${name.padEnd(NAME_WIDTH)} ${summary.padEnd(SUMMARY_WIDTH)} ${paint.dim(time)}`;
}

/** Says what was not run again, after the summary, which is the same as if it had run. */
function summaryOf({ summary, remembered }: GateReport): string {
  if (remembered === undefined || remembered.unchanged === 0) return summary;
  const { unchanged, of } = remembered;
  const [share, since] =
    unchanged === of ? ["", " since it passed"] : [`${unchanged} of ${of} `, " since they passed"];
  const words = `${summary}${summary === "" ? "" : "; "}${share}unchanged`;
  return words.length + since.length <= SUMMARY_WIDTH ? words + since : words;
}

function indented(found: readonly Diagnostic[]): readonly string[] {
  return found.flatMap((one) => diagnosticLines(one)).map((line) => `    ${line}`);
}

function mark(outcome: GateOutcome): string {
  switch (outcome) {
    case "passed":
      return paint.green("ok  ");
    case "failed":
      return paint.red("FAIL");
    case "unavailable":
      return paint.yellow("n/a ");
    case "skipped":
      return paint.yellow("skip");
  }
}
