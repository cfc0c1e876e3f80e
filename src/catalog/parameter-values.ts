import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { Blueprint, Parameter } from "../spec/blueprint.ts";
import type { ParameterValue, ParameterValues } from "./substitute.ts";

type Parameters = Blueprint["parameters"];

/** The default of every parameter. */
export function defaultValues(parameters: Parameters): ParameterValues {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]),
  );
}

/** What is wrong with the values chosen for a feature's parameters; empty when all are allowed. */
export function valueDiagnostics(
  { id, parameters }: Pick<Blueprint, "id" | "parameters">,
  values: ParameterValues,
): readonly Diagnostic[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const message =
      parameter === undefined
        ? `The feature "${id}" has no parameter "${name}"; it has ${listOf(Object.keys(parameters))}.`
        : valueMessage(parameter, value);
    return message === null
      ? []
      : [diagnostic({ code: "catalog-parameter-value", message, name: `${id}.${name}` })];
  });
}

/** Why a value is not allowed, or null when it is. */
export function valueMessage(parameter: Parameter, value: ParameterValue): string | null {
  if (parameter.kind === "noun") {
    return typeof value === "string" && /^[a-z]+$/.test(value)
      ? null
      : `"${parameter.title}" is ${JSON.stringify(value)}; allowed is one word in lower-case letters.`;
  }
  if (parameter.kind === "choice") {
    return Object.hasOwn(parameter.values, value)
      ? null
      : `"${parameter.title}" is ${JSON.stringify(value)}; allowed are ${listOf(Object.keys(parameter.values))}.`;
  }
  const isInRange =
    typeof value === "number" &&
    Number.isInteger(value) &&
    value >= parameter.min &&
    value <= parameter.max;
  return isInRange
    ? null
    : `"${parameter.title}" is ${JSON.stringify(value)}; allowed are whole numbers from ${parameter.min} to ${parameter.max}.`;
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}
