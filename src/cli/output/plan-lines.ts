import { paint } from "./paint.ts";
import type { Phase, Plan } from "../../spec/plan.ts";
import { costText, estimateOf } from "./cost-lines.ts";
import { LINE_WIDTH, nameRows, wrap } from "./columns.ts";

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
    `${paint.bold(brief.appName)}  ${paint.dim(counts.join(", "))}`,
    ...section("Features", nameRows(featureRows(plan), paint.dim)),
    ...section("Limits", nameRows(limitRows(plan), paint.dim)),
    ...section("Wishes", nameRows(wishRows(plan), paint.dim)),
    ...section("Look", lookLines(plan)),
    ...section("Left out", nameRows(excludedRows(plan), paint.dim)),
    ...section("Phases", phaseLines(plan)),
    ...section("Models", estimateLines(plan)),
    ...section("Answered", answerLines(plan)),
    ...section(
      "Assumptions",
      brief.assumptions.flatMap((line) => wrap(line, { indent: "  " })),
    ),
    ...section(
      "Not understood, and not built",
      brief.notUnderstood.length === 0
        ? []
        : wrap(brief.notUnderstood.join(", "), { indent: "  " }).map((line) => paint.yellow(line)),
    ),
    "",
  ];
}

function featureRows({ brief, features }: Plan): readonly (readonly [string, string])[] {
  const evidence = new Map(brief.features.map((feature) => [feature.id, feature.evidence]));
  const neededBy = (id: string): string =>
    features
      .filter((feature) => feature.requires.includes(id))
      .map((feature) => feature.title)
      .join(", ");
  return features
    .filter((feature) => feature.source !== "base")
    .map(({ id, title, origin }) => [
      origin === "designed" ? `${title} (designed)` : title,
      evidence.get(id) ?? `needed by ${neededBy(id)}`,
    ]);
}

function wishRows({ brief }: Plan): readonly (readonly [string, string])[] {
  return (brief.wishes ?? []).map(({ title, summary }) => [title, summary]);
}

function answerLines({ brief }: Plan): readonly string[] {
  return (brief.questions ?? []).flatMap(({ question, answer }) =>
    answer === null ? [] : wrap(`${question} ${answer}`, { indent: "  " }),
  );
}

function estimateLines(plan: Plan): readonly string[] {
  const estimate = estimateOf(plan);
  if (estimate === null) return [];
  return wrap(`About ${costText(estimate)} for the files of designed features`, { indent: "  " });
}

/** The choices that give the app its look, and what the request says of it. */
function lookLines({ brief, features }: Plan): readonly string[] {
  const chosen = features.flatMap(({ source, parameters, blueprint }) =>
    Object.entries(blueprint.parameters)
      .filter(([, { kind }]) => source === "base" && kind === "choice")
      .filter(([name, parameter]) => parameters[name] !== parameter.default)
      .map(([name, { title }]) => `${title.toLowerCase()} ${parameters[name] ?? ""}`),
  );
  if (chosen.length === 0 && brief.look === undefined) return [];
  const look = chosen.length === 0 ? "the usual one" : chosen.join(", ");
  const words = brief.look === undefined ? "" : ` for "${brief.look}"`;
  return wrap(`${look}${words}`, { indent: "  " });
}

/** Other parameters whose value is not the default of the catalog. */
function limitRows({ features }: Plan): readonly (readonly [string, string])[] {
  return features.flatMap(({ title, source, parameters, blueprint }) =>
    Object.entries(blueprint.parameters)
      .filter(([, { kind }]) => source !== "base" || kind !== "choice")
      .filter(([name, parameter]) => parameters[name] !== parameter.default)
      .map(([name, parameter]): [string, string] => [
        title,
        `${parameter.title}: ${parameters[name] ?? ""} (else ${parameter.default})`,
      ]),
  );
}

function excludedRows({ brief }: Plan): readonly (readonly [string, string])[] {
  return brief.excluded.map(({ id, evidence }) => [id, evidence]);
}

function phaseLines(plan: Plan): readonly string[] {
  const number = String(plan.phases.length).length;
  return plan.phases.flatMap((phase) => {
    const head = `  ${String(phase.number).padStart(number)}  ${phase.title}`;
    const files = count(phase.files, "file", "files").padStart(8);
    const indent = " ".repeat(number + 4);
    return [
      head.padEnd(LINE_WIDTH - files.length) + paint.dim(files),
      ...phaseDetails(phase, plan).flatMap((text) =>
        wrap(text, { indent }).map((line) => paint.dim(line)),
      ),
    ];
  });
}

/** The features that the title does not name, and the tables. */
function phaseDetails(phase: Phase, plan: Plan): readonly string[] {
  const features = plan.features.filter((feature) => feature.phase === phase.number);
  const isNamed = features.every(({ title }) =>
    phase.title.toLowerCase().includes(title.toLowerCase()),
  );
  const tables = plan.entities
    .filter((entity) => features.some(({ id }) => id === entity.feature))
    .map((entity) => entity.table);
  return [
    ...(isNamed ? [] : [features.map(({ title }) => title).join(", ")]),
    ...(tables.length === 0
      ? []
      : [`${tables.length === 1 ? "table" : "tables"} ${tables.join(", ")}`]),
    ...(phase.estimate === undefined ? [] : [`models: about ${costText(phase.estimate)}`]),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", paint.bold(title), ...lines];
}

function count(amount: number, one: string, many: string): string {
  return `${amount} ${amount === 1 ? one : many}`;
}
