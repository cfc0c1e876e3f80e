import type { Blueprint } from "../spec/blueprint.ts";

/** Most features that a title names. */
const MAX_NAMED = 3;

/** The titles of its features in one line; the first phase, when it is the skeleton alone, is the foundation. */
export function phaseTitle(blueprints: readonly Blueprint[], number: number): string {
  const isBase = blueprints.every((blueprint) => blueprint.base);
  if (isBase && number === 1) return "Foundation";
  const named = blueprints.filter((blueprint) => isBase || !blueprint.base);
  const titles = named.map((blueprint, index) =>
    index === 0 ? blueprint.title : lowerFirst(blueprint.title),
  );
  const shown =
    titles.length > MAX_NAMED
      ? [...titles.slice(0, MAX_NAMED - 1), `${titles.length - MAX_NAMED + 1} more`]
      : titles;
  const last = shown.at(-1) ?? "";
  return shown.length === 1 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}

/** An abbreviation stays: "UI kit". */
function lowerFirst(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
