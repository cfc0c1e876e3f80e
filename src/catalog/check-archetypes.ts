import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { Archetype } from "../spec/blueprint.ts";
import type { CheckInput } from "./check-input.ts";
import { unknownFeature } from "./check-ids.ts";
import { valueDiagnostics } from "./parameter-values.ts";

/** Archetypes that have the id of another, or name features, parameters or values that do not exist. */
export function checkArchetypes(input: CheckInput): readonly Diagnostic[] {
  return input.catalog.archetypes.flatMap((archetype, at) => {
    const first = input.catalog.archetypes.findIndex(({ id }) => id === archetype.id);
    return [
      ...(first === at ? [] : [duplicateArchetype(archetype, { input, at })]),
      ...checkFeatures(archetype, { input, at }),
      ...checkParameters(archetype, { input, at }),
    ];
  });
}

interface Place {
  readonly input: CheckInput;
  /** Index of the archetype in the file. */
  readonly at: number;
}

function duplicateArchetype({ id }: Archetype, { input, at }: Place): Diagnostic {
  return diagnostic({
    code: "catalog-duplicate-id",
    message: `Another archetype has the id "${id}" too.`,
    ...input.locateArchetype(["archetypes", at, "id"]),
    name: id,
  });
}

function checkFeatures({ id, features }: Archetype, { input, at }: Place): readonly Diagnostic[] {
  return features.flatMap((feature, index) => {
    const location = input.locateArchetype(["archetypes", at, "features", index]);
    const known = input.catalog.entries.get(feature);
    if (known === undefined) {
      return [unknownFeature(feature, { ...location, known: input.catalog.entries.keys() })];
    }
    if (!known.blueprint.base) return [];
    return [
      diagnostic({
        code: "catalog-archetype-base",
        message: `"${feature}" is part of every app; archetypes name only the others.`,
        ...location,
        name: id,
        fix: `Remove "${feature}" from the list.`,
      }),
    ];
  });
}

function checkParameters({ parameters }: Archetype, { input, at }: Place): readonly Diagnostic[] {
  return Object.entries(parameters).flatMap(([feature, values]) => {
    const path = ["archetypes", at, "parameters", feature];
    const known = input.catalog.entries.get(feature);
    if (known === undefined) {
      const location = input.locateArchetype(path);
      return [unknownFeature(feature, { ...location, known: input.catalog.entries.keys() })];
    }
    return Object.entries(values).flatMap(([name, value]) =>
      valueDiagnostics(known.blueprint, { [name]: value }).map((found) => ({
        ...found,
        subject: { ...found.subject, ...input.locateArchetype([...path, name]) },
      })),
    );
  });
}
