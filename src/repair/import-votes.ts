import type { FixerContext } from "./fixer.ts";

/** How many other files of the project take a name from each module, by the module's name as they write it. */
export function importVotes(
  name: string,
  { project, source }: Pick<FixerContext, "project" | "source">,
): ReadonlyMap<string, number> {
  const votes = new Map<string, number>();
  for (const path of project.texts.keys()) {
    if (path === source.path) continue;
    for (const { value, names } of project.source(path)?.sources ?? []) {
      if (names.includes(name)) votes.set(value, (votes.get(value) ?? 0) + 1);
    }
  }
  return votes;
}
