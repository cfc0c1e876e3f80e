import pc from "picocolors";
import type { Phase, Plan } from "../../spec/plan.ts";
import { columnWidth, wrap } from "./columns.ts";

/** A plan as a person reads it: what was understood, what will be built, in which order. */
export function planLines(plan: Plan): readonly string[] {
  const { brief, totals } = plan;
  const counts = [
    count(totals.features, "feature", "features"),
    count(totals.phases, "phase", "phases"),
    count(totals.files, "file", "files"),
    count(totals.entities, "table", "tables"),
  ];
  return [
    "",
    `${pc.bold(brief.appName)}  ${pc.dim(counts.join(", "))}`,
    "",
    pc.bold("Features"),
    ...featureLines(plan),
    ...section(
      "Left out",
      brief.excluded.map(({ id, evidence }) => `${id}  ${pc.dim(evidence)}`),
    ),
    "",
    pc.bold("Phases"),
    ...plan.phases.flatMap((phase) => phaseLines(phase, plan)),
    ...section("Assumptions", brief.assumptions),
    ...section("Not understood", brief.notUnderstood),
    "",
  ];
}

function featureLines(plan: Plan): readonly string[] {
  const evidence = new Map(plan.brief.features.map((feature) => [feature.id, feature.evidence]));
  const shown = plan.features.filter((feature) => feature.source !== "base");
  const width = columnWidth(shown.map((feature) => feature.title));
  return shown.map(({ id, title }) => {
    const why = evidence.get(id) ?? `needed by ${neededBy(plan, id)}`;
    return `  ${title.padEnd(width)}  ${pc.dim(why)}`;
  });
}

function neededBy(plan: Plan, id: string): string {
  const users = plan.features.filter((feature) => feature.requires.includes(id));
  return users.map((feature) => feature.title).join(", ");
}

function phaseLines(phase: Phase, plan: Plan): readonly string[] {
  const titles = plan.features
    .filter((feature) => feature.phase === phase.number)
    .map((feature) => feature.title);
  const tables = phase.entities.length === 0 ? "" : `; tables for ${phase.entities.join(", ")}`;
  const files = count(phase.files, "file", "files");
  return [
    `  ${phase.number}  ${phase.title}`,
    ...wrap(`${titles.join(", ")}: ${files}${tables}`, { indent: "" }).map((line) =>
      pc.dim(`     ${line}`),
    ),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ["", pc.bold(title), ...lines.flatMap((line) => wrap(`  ${line}`, { indent: "  " }))];
}

function count(amount: number, one: string, many: string): string {
  return `${amount} ${amount === 1 ? one : many}`;
}
