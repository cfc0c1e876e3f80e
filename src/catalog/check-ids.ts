import { basename } from "node:path";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { nearestTexts } from "../core/nearest-text.ts";
import type { CheckInput } from "./check-input.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";

/** Ids that differ from their folder, that are used twice, or that no blueprint has. */
export function checkIds({ catalog, loaded }: CheckInput): readonly Diagnostic[] {
  return loaded.flatMap((blueprint) => [
    ...checkFolder(blueprint),
    ...checkTwice(blueprint, loaded),
    ...referredIds(blueprint).flatMap(({ id, path }) =>
      catalog.entries.has(id)
        ? []
        : [unknownFeature(id, { ...blueprint.locate(path), known: catalog.entries.keys() })],
    ),
    ...checkBase(blueprint, catalog),
  ]);
}

/** The finding for an id that no blueprint has, with the nearest spelling. */
export function unknownFeature(
  id: string,
  { known, ...location }: { file: string; line: number; column: number; known: Iterable<string> },
): Diagnostic {
  const [nearest] = nearestTexts(id, { candidates: known });
  return diagnostic({
    code: "catalog-unknown-feature",
    message: `No feature has the id "${id}".`,
    ...location,
    name: id,
    fix:
      nearest === undefined ? "Correct the id or add the feature." : `Did you mean "${nearest}"?`,
  });
}

function checkFolder({ entry, locate }: LoadedBlueprint): readonly Diagnostic[] {
  const { id } = entry.blueprint;
  const isNamed = entry.blueprintFile.startsWith("features/") && basename(entry.folder) !== id;
  if (!isNamed) return [];
  return [
    diagnostic({
      code: "catalog-folder-name",
      message: `The id is "${id}", but the folder is named "${basename(entry.folder)}".`,
      ...locate(["id"]),
      name: id,
      fix: "Give the folder the id as its name.",
    }),
  ];
}

function checkTwice(
  blueprint: LoadedBlueprint,
  all: readonly LoadedBlueprint[],
): readonly Diagnostic[] {
  const { id } = blueprint.entry.blueprint;
  const first = all.find((other) => other.entry.blueprint.id === id);
  if (first === undefined || first === blueprint) return [];
  return [
    diagnostic({
      code: "catalog-duplicate-id",
      message: `The id "${id}" is also used in ${first.entry.blueprintFile}.`,
      ...blueprint.locate(["id"]),
      name: id,
    }),
  ];
}

function checkBase(
  { entry, locate }: LoadedBlueprint,
  catalog: CheckInput["catalog"],
): readonly Diagnostic[] {
  const { blueprint } = entry;
  if (!blueprint.base) return [];
  const earlier = [
    ...blueprint.requires.map((id, index) => ({ id, path: ["requires", index] })),
    ...blueprint.runsAfter.map((id, index) => ({ id, path: ["runsAfter", index] })),
  ];
  return earlier.flatMap(({ id, path }) => {
    const other = catalog.entries.get(id);
    if (other === undefined || other.blueprint.base) return [];
    return [
      diagnostic({
        code: "catalog-base-requires",
        message: `"${blueprint.id}" is part of every app, but it waits for "${id}", which is not.`,
        ...locate(path),
        name: blueprint.id,
        fix: `Turn the need around with a slot, or make "${id}" a base feature too.`,
      }),
    ];
  });
}

function referredIds({
  entry,
}: LoadedBlueprint): readonly { id: string; path: readonly PropertyKey[] }[] {
  const { requires, runsAfter, joins } = entry.blueprint;
  return [
    ...requires.map((id, index) => ({ id, path: ["requires", index] })),
    ...runsAfter.map((id, index) => ({ id, path: ["runsAfter", index] })),
    ...joins.flatMap((join, at) =>
      join.with.map((id, index) => ({ id, path: ["joins", at, "with", index] })),
    ),
  ];
}
