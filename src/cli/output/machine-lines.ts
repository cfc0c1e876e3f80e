import pc from "picocolors";
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
      ...(fix === null ? [] : [`       ${" ".repeat(width)}  ${pc.cyan(fix)}`]),
    ]),
    "",
    isLacking ? pc.red("Something is missing.") : pc.green("Ready to build."),
    "",
  ];
}

function mark(outcome: MachineFinding["outcome"]): string {
  switch (outcome) {
    case "found":
      return pc.green("ok  ");
    case "missing":
      return pc.red("MISS");
    case "optional":
      return pc.yellow("n/a ");
  }
}
