import { compareText } from "../../core/compare-text.ts";
import type { Project } from "../project.ts";

/** These files in an order in which what is imported comes before what imports it, as far as there are no circles. */
export function importOrder(project: Project, paths: readonly string[]): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const start of paths.toSorted(compareText)) {
    // Chains of imports can be longer than a stack is deep.
    const open = [{ path: start, next: importsOf(project, start) }];
    if (seen.has(start)) continue;
    seen.add(start);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const [path, ...rest] = top.next;
      if (path === undefined) {
        order.push(top.path);
        open.pop();
        continue;
      }
      open[open.length - 1] = { path: top.path, next: rest };
      if (seen.has(path)) continue;
      seen.add(path);
      open.push({ path, next: importsOf(project, path) });
    }
  }
  return order.filter((path) => paths.includes(path));
}

/** The files of the project that a file imports, in order. */
export function importsOf(project: Project, path: string): readonly string[] {
  const found = (project.source(path)?.sources ?? []).flatMap(
    ({ value }) => project.resolve(path, value) ?? [],
  );
  return [...new Set(found)].filter((target) => target !== path).toSorted(compareText);
}
