import pc from "picocolors";
import type { Catalog } from "../../catalog/catalog.ts";
import type { Blueprint } from "../../spec/blueprint.ts";
import { accessCommands, type AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { columnWidth, wrap } from "./columns.ts";

/** The catalog as a list: what apps can be asked for, and of what they are made. */
export function catalogLines(catalog: Catalog): readonly string[] {
  const blueprints = [...catalog.entries.values()].map((entry) => entry.blueprint);
  const width = columnWidth([...blueprints, ...catalog.archetypes].map(({ id }) => id));
  const line = (id: string, text: string) => `  ${id.padEnd(width)}  ${pc.dim(text)}`;
  return [
    "",
    pc.bold("Apps"),
    ...catalog.archetypes.map(({ id, title, features }) =>
      line(id, `${title}: ${features.join(", ")}`),
    ),
    "",
    pc.bold("Features"),
    ...blueprints.filter(({ base }) => !base).map(({ id, summary }) => line(id, summary)),
    "",
    pc.bold("Part of every app"),
    ...blueprints.filter(({ base }) => base).map(({ id, summary }) => line(id, summary)),
    "",
    "  megamind catalog <id> shows one of them.",
    "",
  ];
}

/** One feature with all a reader may want to know before using it. */
export function blueprintLines(blueprint: Blueprint): readonly string[] {
  const { joins } = blueprint;
  return [
    "",
    `${pc.bold(blueprint.title)}  ${pc.dim(blueprint.id)}`,
    ...wrap(blueprint.summary, { indent: "" }),
    ...list("Asked for as", blueprint.aliases.length === 0 ? [] : [blueprint.aliases.join(", ")]),
    ...list("Requires", blueprint.requires),
    ...list("Comes after", blueprint.runsAfter),
    ...list("Parameters", parameterLines(blueprint)),
    ...list(
      "Pages",
      blueprint.routes.map((route) => route.path),
    ),
    ...list("Entities", blueprint.entities.flatMap(entityLines)),
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
    ...list("Acceptance", blueprint.acceptance),
    ...list("Files", [
      ...blueprint.files,
      ...joins.flatMap((join) =>
        join.files.map((file) => `${file} (with ${join.with.join(", ")})`),
      ),
    ]),
    "",
  ];
}

function list(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", pc.bold(title), ...lines.map((line) => `  ${line}`)];
}

function parameterLines({ parameters }: Blueprint): readonly string[] {
  return Object.entries(parameters).map(([id, parameter]) => {
    const range = parameter.kind === "integer" ? ` (${parameter.min} to ${parameter.max})` : "";
    return `${id} = ${parameter.default}${range}: ${parameter.title}`;
  });
}

function entityLines(entity: Entity): readonly string[] {
  const rules = accessCommands.map((command) => `${command} ${ruleText(entity.access[command])}`);
  const columns = [
    ...entity.references.map(({ field, to }) => `${field} -> ${to}`),
    ...entity.fields.map(({ name, type }) => `${name} ${type}`),
  ];
  return [`${entity.table}: ${columns.join(", ")}`, pc.dim(`  ${rules.join("; ")}`)];
}

function ruleText(rule: AccessRule): string {
  return typeof rule === "string" ? rule : `through ${rule.through}`;
}

function bucketLine(bucket: Blueprint["storage"][number]): string {
  const megabytes = (bucket.maxBytes / 1024 / 1024).toFixed(0);
  return `${bucket.name}: ${bucket.public ? "public" : "private"}, at most ${megabytes} MB, ${bucket.mimeTypes.join(", ")}`;
}
