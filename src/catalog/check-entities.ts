import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { CheckInput } from "./check-input.ts";
import { baseFeatures, requiredClosure } from "./closure.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";

/** Tables, entities and buckets that exist twice, and references to entities that may be absent. */
export function checkEntities(input: CheckInput): readonly Diagnostic[] {
  const named = input.loaded.flatMap(({ entry, locate }) => [
    ...entry.blueprint.entities.flatMap(({ name, table }, index) => [
      { kind: "entity", name, location: locate(["entities", index, "name"]) },
      { kind: "table", name: table, location: locate(["entities", index, "table"]) },
    ]),
    ...entry.blueprint.storage.map(({ name }, index) => ({
      kind: "bucket",
      name,
      location: locate(["storage", index, "name"]),
    })),
  ]);
  const first = new Map<string, (typeof named)[number]>();
  for (const item of named.toReversed()) first.set(`${item.kind} ${item.name}`, item);
  const duplicates = named.flatMap((item) => {
    const earlier = first.get(`${item.kind} ${item.name}`);
    if (earlier === undefined || earlier === item) return [];
    return [
      diagnostic({
        code: `catalog-duplicate-${item.kind}`,
        message: `The ${item.kind} "${item.name}" is already declared in ${earlier.location.file}:${earlier.location.line}.`,
        ...item.location,
        name: item.name,
        fix: `Give one of the two another name.`,
      }),
    ];
  });
  return [...duplicates, ...input.loaded.flatMap((blueprint) => checkReferences(blueprint, input))];
}

function checkReferences(
  { entry, locate }: LoadedBlueprint,
  { catalog }: CheckInput,
): readonly Diagnostic[] {
  const { id, entities } = entry.blueprint;
  const reachable = requiredClosure(catalog, [id, ...baseFeatures(catalog)]);
  const owners = new Map(
    [...catalog.entries.values()].flatMap(({ blueprint }) =>
      blueprint.entities.map((entity): [string, string] => [entity.name, blueprint.id]),
    ),
  );
  return entities.flatMap((entity, at) =>
    entity.references.flatMap(({ to }, index) => {
      const owner = owners.get(to);
      if (owner !== undefined && reachable.has(owner)) return [];
      return [
        diagnostic({
          code: "catalog-unknown-entity",
          message:
            owner === undefined
              ? `"${entity.name}" refers to "${to}", which no feature declares.`
              : `"${entity.name}" refers to "${to}" of the feature "${owner}", which "${id}" does not require.`,
          ...locate(["entities", at, "references", index, "to"]),
          name: entity.name,
          fix:
            owner === undefined ? "Correct the name of the entity." : `Add "${owner}" to requires.`,
        }),
      ];
    }),
  );
}
