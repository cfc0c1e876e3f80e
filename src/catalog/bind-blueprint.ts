import { BugError, InputError } from "../core/errors.ts";
import { blueprintSchema, type Blueprint } from "../spec/blueprint.ts";
import type { CatalogEntry } from "./catalog.ts";
import { defaultValues, valueDiagnostics } from "./parameter-values.ts";
import { schemaDiagnostics } from "./schema-diagnostics.ts";
import { substitute, type ParameterValues } from "./substitute.ts";

/** Leaves out the files that an app with these choices does not have. */
function withoutFiles(blueprint: Blueprint, values: ParameterValues): Blueprint {
  const left = Object.entries(blueprint.parameters).flatMap(([name, parameter]) =>
    parameter.kind === "choice"
      ? (parameter.values[values[name] ?? parameter.default]?.without ?? [])
      : [],
  );
  if (left.length === 0) return blueprint;
  return { ...blueprint, files: blueprint.files.filter((file) => !left.includes(file)) };
}

/** The values of all parameters of a blueprint: the chosen ones, else the defaults. */
export function boundValues(blueprint: Blueprint, chosen: ParameterValues): ParameterValues {
  return { ...defaultValues(blueprint.parameters), ...chosen };
}

/**
 * The entry's blueprint with every `${parameter}` replaced by the chosen value, or its default.
 * @throws InputError when a value is out of range or names no parameter.
 */
export function bindBlueprint(entry: CatalogEntry, values: ParameterValues): Blueprint {
  const { blueprint } = entry;
  const refused = valueDiagnostics(blueprint, values);
  if (refused.length > 0) {
    throw new InputError(`The parameters of "${blueprint.id}" are not usable.`, {
      diagnostics: refused,
      nextSteps: [`Run: megamind catalog ${blueprint.id}`],
    });
  }
  const { value, unknown } = substitute(entry.source, boundValues(blueprint, values));
  if (unknown.length > 0) {
    throw new BugError(`The blueprint "${blueprint.id}" was loaded with unknown names in it.`);
  }
  const parsed = blueprintSchema.safeParse(value);
  if (parsed.success) return withoutFiles(parsed.data, boundValues(blueprint, values));
  const start = { file: entry.blueprintFile, line: 1, column: 1 };
  throw new InputError(`With these parameters "${blueprint.id}" is not a valid blueprint.`, {
    diagnostics: schemaDiagnostics(parsed.error, () => start),
    nextSteps: [`Narrow the range of its parameters in ${entry.blueprintFile}.`],
  });
}
