import { bindBlueprint, boundValues } from "../catalog/bind-blueprint.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { baseFeatures, requiredClosure } from "../catalog/closure.ts";
import { BugError, InputError } from "../core/errors.ts";
import type { NounRenames } from "../core/noun-rename.ts";
import type { Brief } from "../spec/brief.ts";
import type { Feature } from "../spec/plan.ts";
import { renameBlueprint } from "./rename-blueprint.ts";

/** A feature that has no phase yet. */
export type BoundFeature = Omit<Feature, "phase">;

/**
 * The wanted features, all they require and the base features, with their parameters bound, by id.
 * @throws InputError when a feature that must not be there is required by a wanted one.
 */
export function bindFeatures(brief: Brief, catalog: Catalog): readonly BoundFeature[] {
  const wanted = new Set(brief.features.map((feature) => feature.id));
  const closure = [...requiredClosure(catalog, [...baseFeatures(catalog), ...wanted])];
  refuseExcluded(brief, closure);
  return closure.map((id) => {
    const entry = catalog.entries.get(id);
    if (entry === undefined) throw new BugError(`The catalog has no feature "${id}".`);
    const chosen = brief.parameters[id] ?? {};
    const nouns = nounsOf(id, { brief, catalog });
    return {
      id,
      title: entry.blueprint.title,
      source: wanted.has(id) ? "request" : entry.blueprint.base ? "base" : "required",
      origin: entry.origin,
      requires: entry.blueprint.requires,
      parameters: boundValues(entry.blueprint, chosen),
      nouns,
      blueprint: renameBlueprint(bindBlueprint(entry, chosen), nouns),
    };
  });
}

function refuseExcluded(brief: Brief, closure: readonly string[]): void {
  const excluded = brief.excluded.filter((feature) => closure.includes(feature.id));
  if (excluded.length === 0) return;
  const names = excluded.map((feature) => feature.id).join(", ");
  throw new InputError(`Excluded, but required by what is wanted: ${names}.`, {
    nextSteps: ["Leave out what needs it too, or keep it."],
  });
}

/** Nouns of the feature and of all it requires, by canonical word. */
function nounsOf(
  id: string,
  { brief, catalog }: { readonly brief: Brief; readonly catalog: Catalog },
): NounRenames {
  const nouns: Record<string, string> = {};
  for (const required of requiredClosure(catalog, [id])) {
    const entry = catalog.entries.get(required);
    if (entry === undefined) continue;
    const values = boundValues(entry.blueprint, brief.parameters[required] ?? {});
    for (const [name, parameter] of Object.entries(entry.blueprint.parameters)) {
      const value = values[name];
      if (parameter.kind === "noun" && typeof value === "string") {
        nouns[parameter.canonical] = value;
      }
    }
  }
  return nouns;
}
