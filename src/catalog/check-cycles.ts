import { compareText } from "../core/compare-text.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { CheckInput } from "./check-input.ts";

/** Features that need or come after each other in a circle; each circle is reported once, with its full path. */
export function checkCycles({ catalog, loaded }: CheckInput): readonly Diagnostic[] {
  const earlier = (id: string): readonly string[] => {
    const blueprint = catalog.entries.get(id)?.blueprint;
    return [...(blueprint?.requires ?? []), ...(blueprint?.runsAfter ?? [])];
  };
  return findCycles([...catalog.entries.keys()], earlier).map((cycle) => {
    const [first = "", second = ""] = cycle;
    const owner = loaded.find(({ entry }) => entry.blueprint.id === first);
    const needs = owner?.entry.blueprint.requires.indexOf(second) ?? -1;
    const comesAfter = owner?.entry.blueprint.runsAfter.indexOf(second) ?? -1;
    const path = needs >= 0 ? ["requires", needs] : ["runsAfter", comesAfter];
    return diagnostic({
      code: "catalog-cycle",
      message: `Features wait for each other: ${cycle.join(" -> ")}.`,
      ...owner?.locate(path),
      name: first,
      fix: "Remove one of these requires or runsAfter.",
    });
  });
}

/** Circles as `a, b, a`, starting at their smallest id. */
function findCycles(
  ids: readonly string[],
  next: (id: string) => readonly string[],
): readonly (readonly string[])[] {
  const cycles = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    const start = path.indexOf(id);
    if (start >= 0) {
      const cycle = rotateToSmallest(path.slice(start));
      cycles.set(cycle.join(" "), cycle);
      return;
    }
    if (done.has(id)) return;
    for (const other of next(id).toSorted(compareText)) visit(other, [...path, id]);
    done.add(id);
  };
  for (const id of ids.toSorted(compareText)) visit(id, []);
  return [...cycles.values()];
}

function rotateToSmallest(cycle: readonly string[]): readonly string[] {
  const smallest = cycle.toSorted(compareText)[0] ?? "";
  const at = cycle.indexOf(smallest);
  return [...cycle.slice(at), ...cycle.slice(0, at), smallest];
}
