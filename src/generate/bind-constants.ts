import type { Feature } from "../spec/plan.ts";

/** The exported constants of a feature's files and the literals they take in this app. */
export function constantsOf(feature: Feature): ReadonlyMap<string, number> {
  const constants = new Map<string, number>();
  for (const [id, parameter] of Object.entries(feature.blueprint.parameters)) {
    const value = feature.parameters[id];
    if (parameter.kind === "integer" && parameter.constant !== null && typeof value === "number") {
      constants.set(parameter.constant, value);
    }
  }
  return constants;
}

/** Replaces the literal of `export const NAME = <number>;`. Text without such a line comes back unchanged. */
export function bindConstants(text: string, constants: ReadonlyMap<string, number>): string {
  let bound = text;
  for (const [name, value] of constants) {
    bound = bound.replace(
      new RegExp(`^(export const ${name} = )-?[\\d_]+;`, "m"),
      (_, start: string) => `${start}${value};`,
    );
  }
  return bound;
}
