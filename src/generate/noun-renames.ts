import type { NounRenames } from "../core/noun-rename.ts";
import type { Feature } from "../spec/plan.ts";

/** The nouns to rename in a feature's files: its own and those of the features it requires, directly or not. */
export function nounRenamesOf(feature: Feature, all: readonly Feature[]): NounRenames {
  const byId = new Map(all.map((candidate) => [candidate.id, candidate]));
  const renames: Record<string, string> = {};
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const current = byId.get(id);
    if (current === undefined || seen.has(id)) return;
    seen.add(id);
    for (const [name, parameter] of Object.entries(current.blueprint.parameters)) {
      const value = current.parameters[name];
      if (parameter.kind === "noun" && typeof value === "string") {
        renames[parameter.canonical] = value;
      }
    }
    current.requires.forEach(visit);
  };
  visit(feature.id);
  return renames;
}
