import type { Feature } from "../spec/plan.ts";

/** Texts of a feature's files, such as colours, and what they become by the values that this app chose. */
export function literalsOf(feature: Feature): ReadonlyMap<string, string> {
  const literals = new Map<string, string>();
  for (const [id, parameter] of Object.entries(feature.blueprint.parameters)) {
    if (parameter.kind !== "choice") continue;
    const chosen = parameter.values[feature.parameters[id] ?? parameter.default];
    const written = parameter.values[parameter.default]?.literals ?? {};
    for (const [name, literal] of Object.entries(written)) {
      const bound = chosen?.literals[name];
      if (bound !== undefined && bound !== literal) literals.set(literal, bound);
    }
  }
  return literals;
}

/** Replaces whole literals, all at once, so that one may become what another one was. */
export function bindLiterals(text: string, literals: ReadonlyMap<string, string>): string {
  if (literals.size === 0) return text;
  return text.replaceAll(/[\w#.%-]+/g, (word) => literals.get(word) ?? word);
}
