import type { Blueprint, Parameter } from "../spec/blueprint.ts";
import type { Catalog } from "./catalog.ts";

/**
 * The catalog in words: what can be asked for, by id. Of two catalogs that say the same, the text is the same.
 * Features that are part of every app are left out, because no request names them.
 */
export function describeCatalog(catalog: Catalog): string {
  const blueprints = [...catalog.entries.values()].map(({ blueprint }) => blueprint);
  return [
    "Features:",
    ...blueprints.filter(({ base }) => !base).map(featureLine),
    "",
    "Kinds of apps:",
    ...catalog.archetypes.map(
      ({ title, aliases, features }) =>
        `- ${title} (${aliases.join(", ")}): ${features.join(", ")}.`,
    ),
  ].join("\n");
}

/** The same with what every feature stores and shows, for whoever designs another one. */
export function describeDesigns(catalog: Catalog): string {
  const blueprints = [...catalog.entries.values()].map(({ blueprint }) => blueprint);
  return ["Features that exist:", ...blueprints.flatMap(designLines)].join("\n");
}

function featureLine({ id, title, summary, aliases, requires, parameters }: Blueprint): string {
  const values = Object.entries(parameters).map(
    ([name, parameter]) => `${name} (${parameterText(parameter)})`,
  );
  return [
    `- ${id}: ${title}. ${summary}`,
    ...some("Also called", aliases),
    ...some("Requires", requires),
    ...some("Parameters", values, "; "),
  ].join(" ");
}

/** Title, allowed values and default of a parameter, in one line. */
export function parameterText(parameter: Parameter): string {
  return `${parameter.title}, ${allowedText(parameter)}, else ${parameter.default}`;
}

function allowedText(parameter: Parameter): string {
  switch (parameter.kind) {
    case "integer":
      return `${parameter.min} to ${parameter.max}`;
    case "noun":
      return "one lower-case word";
    case "choice":
      return Object.entries(parameter.values)
        .map(([id, { about }]) => (about === null ? id : `${id} (${about})`))
        .join(" or ");
  }
}

function designLines(blueprint: Blueprint): readonly string[] {
  const { id, title, summary, base, requires, entities, storage, routes } = blueprint;
  const kind = base ? " Part of every app." : "";
  return [
    [`- ${id}: ${title}. ${summary}${kind}`, ...some("Requires", requires)].join(" "),
    ...entities.map(({ name, table, owner, signUp, fields, references }) => {
      const made = signUp === null ? "" : ", made for every user at sign-up, its id is the user's";
      const columns = [
        ...fields.map((field) => field.name),
        ...references.map(({ field, to }) => `${field} -> ${to}`),
      ];
      return `  - entity ${name} (table ${table}, owner ${owner ?? "none"}${made}): ${columns.join(", ")}`;
    }),
    ...storage.map(({ name }) => `  - bucket ${name}`),
    ...routes.map(({ path }) => `  - page ${path}`),
  ];
}

function some(what: string, items: readonly string[], between = ", "): readonly string[] {
  return items.length === 0 ? [] : [`${what}: ${items.join(between)}.`];
}
