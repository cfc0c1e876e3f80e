import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { CheckInput } from "./check-input.ts";

/** Routes that two features serve, or whose page is not a file of their feature. */
export function checkRoutes({ loaded }: CheckInput): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const { entry, locate } of loaded) {
    const { id, routes, files } = entry.blueprint;
    for (const [index, route] of routes.entries()) {
      const location = locate(["routes", index, "path"]);
      // Two paths that differ only in the names of their parameters match the same addresses.
      const shape = route.path.replace(/:[A-Za-z0-9_]+/g, ":");
      const first = seen.get(shape);
      seen.set(shape, first ?? `${location.file}:${location.line}`);
      if (first !== undefined) {
        found.push(
          diagnostic({
            code: "catalog-duplicate-route",
            message: `The route ${route.path} is already served by ${first}.`,
            ...location,
            name: route.path,
            fix: "Give one of the two pages another path.",
          }),
        );
      }
      if (!files.includes(route.file)) {
        found.push(
          diagnostic({
            code: "catalog-route-file",
            message: `The page of ${route.path} is ${route.file}, which is not among the files of "${id}".`,
            ...locate(["routes", index, "file"]),
            name: route.path,
            fix: "List the file under files, or correct its path.",
          }),
        );
      }
    }
  }
  return found;
}
