import { paint } from "./paint.ts";
import type { MachineFinding } from "../../pipeline/examine-machine.ts";
import { columnWidth } from "./columns.ts";

/** What a machine has, one line a thing, and below it what to do about what is missing. */
export function machineLines(findings: readonly MachineFinding[]): readonly string[] {
  const width = columnWidth(findings.map(({ name }) => name));
  const isLacking = findings.some(({ outcome }) => outcome === "missing");
  return [
    "",
    ...findings.flatMap(({ name, outcome, detail, fix }) => [
      `  ${mark(outcome)} ${name.padEnd(width)}  ${detail}`,
      ...(fix === null ? [] : [`       ${" ".repeat(width)}  ${paint.cyan(fix)}`]),
    ]),
    "",
    isLacking ? paint.red("Something is missing.") : paint.green("Ready to build."),
    "",
  ];
}

function mark(outcome: MachineFinding["outcome"]): string {
  switch (outcome) {
    case "found":
      return paint.green("ok  ");
    case "missing":
      return paint.red("MISS");
    case "optional":
      return paint.yellow("n/a ");
  }
}
