import type { Feature } from "../spec/plan.ts";

/**
 * Features in groups: what others build on comes before them, and those of one group do not build on each other. The
 * order inside of a group is the given one. Ids of no feature are left out.
 */
export function repairLevels(
  ids: readonly string[],
  features: readonly Feature[],
): readonly (readonly string[])[] {
  const byId = new Map(features.map((feature) => [feature.id, feature]));
  const depths = new Map<string, number>();
  const depthOf = (id: string, path: ReadonlySet<string>): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    const below = (byId.get(id)?.requires ?? [])
      .filter((other) => !path.has(other))
      .map((other) => depthOf(other, new Set([...path, other])));
    const own = ids.includes(id) ? 1 : 0;
    const depth = own + Math.max(0, ...below);
    depths.set(id, depth);
    return depth;
  };
  const wanted = ids.filter((id) => byId.has(id));
  const all = wanted.map((id) => ({ id, depth: depthOf(id, new Set([id])) }));
  const levels = [...new Set(all.map(({ depth }) => depth))].toSorted((a, b) => a - b);
  return levels.map((level) => all.filter(({ depth }) => depth === level).map(({ id }) => id));
}
