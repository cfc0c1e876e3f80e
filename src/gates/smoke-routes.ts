import type { Plan } from "../spec/plan.ts";

export interface SmokeRoutes {
  /** Addresses to visit, in build order. */
  readonly visits: readonly string[];
  /** Routes with parameters for which the blueprint gives no example. */
  readonly notVisited: readonly string[];
  /** All routes as the router has them: `/u/:username`. */
  readonly patterns: readonly string[];
}

/** The routes of the features that are built up to a phase. */
export function smokeRoutes(plan: Plan, phase: number): SmokeRoutes {
  const routes = plan.features
    .filter((feature) => feature.phase <= phase)
    .flatMap((feature) => feature.blueprint.routes);
  const visits = routes.flatMap(
    ({ path, example }) => example ?? (hasParameters(path) ? [] : path),
  );
  return {
    visits: [...new Set(visits)],
    notVisited: routes
      .filter(({ path, example }) => example === null && hasParameters(path))
      .map(({ path }) => path),
    patterns: [...new Set(routes.map(({ path }) => path))],
  };
}

/** Whether an address is one of the app's routes: `/u/mira` is `/u/:username`. */
export function isRoute(address: string, patterns: readonly string[]): boolean {
  const parts = partsOf(address);
  return patterns.some((pattern) => {
    const wanted = partsOf(pattern);
    return (
      wanted.length === parts.length &&
      wanted.every((part, index) => part.startsWith(":") || part === parts[index])
    );
  });
}

function hasParameters(path: string): boolean {
  return /[:*?]/.test(path);
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}
