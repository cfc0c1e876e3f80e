import { renameNouns, type NounRenames } from "../core/noun-rename.ts";
import { blueprintSchema, type Blueprint } from "../spec/blueprint.ts";

/** Fields whose words are the catalog's own and stay the same in every app. */
const catalogWords: ReadonlySet<string> = new Set([
  "$schema",
  "id",
  "aliases",
  "parameters",
  "requires",
  "runsAfter",
  "slot",
  "with",
]);

/** Renames nouns in all that becomes part of the app: entities, routes, files, labels. Ids and slots stay. */
export function renameBlueprint(blueprint: Blueprint, nouns: NounRenames): Blueprint {
  if (Object.entries(nouns).every(([canonical, noun]) => canonical === noun)) return blueprint;
  const renamed = blueprintSchema.parse(renameIn(blueprint, nouns));
  return {
    ...renamed,
    slots: renamed.slots.map((slot, index) => ({
      ...slot,
      name: blueprint.slots[index]?.name ?? slot.name,
    })),
  };
}

function renameIn(value: unknown, nouns: NounRenames): unknown {
  if (typeof value === "string") return renameNouns(value, nouns);
  if (Array.isArray(value)) return value.map((item) => renameIn(item, nouns));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      catalogWords.has(key) ? item : renameIn(item, nouns),
    ]),
  );
}
