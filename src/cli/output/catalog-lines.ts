import { paint } from "./paint.ts";
import type { Catalog } from "../../catalog/catalog.ts";
import { checkText } from "../../spec/acceptance.ts";
import { accessCommands } from "../../spec/access-rule.ts";
import type { Archetype, Blueprint } from "../../spec/blueprint.ts";
import type { Entity } from "../../spec/entity.ts";
import { ruleText } from "../../spec/rule-text.ts";
import { nameRows, wrap } from "./columns.ts";

/** The catalog as a list: what apps can be asked for, and of what they are made. */
export function catalogLines(catalog: Catalog): readonly string[] {
  const blueprints = [...catalog.entries.values()].map((entry) => entry.blueprint);
  const rows = (base: boolean) =>
    nameRows(
      blueprints
        .filter((blueprint) => blueprint.base === base)
        .map(({ id, summary }) => [id, summary]),
      paint.dim,
    );
  const apps = catalog.archetypes.map(({ id, title, features }): [string, string] => [
    id,
    `${title}: ${features.join(", ")}`,
  ]);
  return [
    ...group("Apps", nameRows(apps, paint.dim)),
    ...group("Features", rows(false)),
    ...group("Part of every app", rows(true)),
    "",
    "Show one of them with: megamind catalog <id>",
    "",
  ];
}

/** A kind of app: how people ask for it and what it stands for. */
export function archetypeLines(archetype: Archetype): readonly string[] {
  return [
    "",
    `${paint.bold(archetype.title)}  ${paint.dim(archetype.id)}`,
    ...list("Asked for as", [archetype.aliases.join(", ")]),
    ...list("Features", [archetype.features.join(", ")]),
    ...list(
      "Parameters",
      Object.entries(archetype.parameters).flatMap(([feature, values]) =>
        Object.entries(values).map(([name, value]) => `${feature}.${name} = ${value}`),
      ),
    ),
    "",
  ];
}

/** One feature with all a reader may want to know before using it. */
export function blueprintLines(blueprint: Blueprint): readonly string[] {
  const { joins } = blueprint;
  return [
    "",
    `${paint.bold(blueprint.title)}  ${paint.dim(blueprint.id)}`,
    ...wrap(blueprint.summary),
    ...list("Asked for as", blueprint.aliases.length === 0 ? [] : [blueprint.aliases.join(", ")]),
    ...list("Requires", blueprint.requires),
    ...list("Comes after", blueprint.runsAfter),
    ...list("Parameters", parameterLines(blueprint)),
    ...list(
      "Pages",
      blueprint.routes.map((route) => route.path),
    ),
    ...group("Entities", blueprint.entities.flatMap(entityLines)),
    ...list(
      "Storage",
      blueprint.storage.map((bucket) => bucketLine(bucket)),
    ),
    ...list(
      "Slots",
      blueprint.slots.map(({ name, kind }) => `${name} (${kind})`),
    ),
    ...list("Contributes to", [
      ...blueprint.contributes.map(({ slot, name }) => `${slot}: ${name}`),
      ...joins.flatMap((join) =>
        join.contributes.map(({ slot, name }) => `${slot}: ${name} (with ${join.with.join(", ")})`),
      ),
    ]),
    ...list("Acceptance", blueprint.acceptance.map(checkText)),
    ...list("Files", [
      ...blueprint.files,
      ...joins.flatMap((join) =>
        join.files.map((file) => `${file} (with ${join.with.join(", ")})`),
      ),
    ]),
    "",
  ];
}

function list(title: string, texts: readonly string[]): readonly string[] {
  const lines = texts.flatMap((text) => wrap(text, { first: "  ", indent: "    " }));
  return group(title, lines);
}

function group(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", paint.bold(title), ...lines];
}

function parameterLines({ parameters }: Blueprint): readonly string[] {
  return Object.entries(parameters).map(([id, parameter]) => {
    const range =
      parameter.kind === "integer"
        ? ` (${parameter.min} to ${parameter.max})`
        : parameter.kind === "choice"
          ? ` (${Object.keys(parameter.values).join(", ")})`
          : "";
    return `${id} = ${parameter.default}${range}: ${parameter.title}`;
  });
}

function entityLines(entity: Entity): readonly string[] {
  const rules = accessCommands.map((command) => `${command} ${ruleText(entity.access[command])}`);
  const columns = [
    ...entity.references.map(({ field, to }) => `${field} -> ${to}`),
    ...entity.fields.map(({ name, type }) => `${name} ${type}`),
  ];
  return [
    `  ${entity.table}`,
    ...wrap(columns.join(", "), { indent: "    " }),
    ...wrap(rules.join("; "), { indent: "    " }).map((line) => paint.dim(line)),
  ];
}

function bucketLine(bucket: Blueprint["storage"][number]): string {
  const megabytes = Math.round(bucket.maxBytes / 100_000) / 10;
  return `${bucket.name}: ${bucket.public ? "public" : "private"}, at most ${megabytes} MB, ${bucket.mimeTypes.join(", ")}`;
}
