import { schemaDiagnostics } from "../../catalog/schema-diagnostics.ts";
import { substitute } from "../../catalog/substitute.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { blueprintSchema, type Blueprint } from "../../spec/blueprint.ts";
import type { DraftFeature } from "./draft.ts";

export interface DraftedBlueprint {
  /** Null when the draft is no blueprint; the diagnostics then say why. */
  readonly blueprint: Blueprint | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** A blueprint from a draft: the files follow from its id and its screens, so that no draft can name other places. */
export function draftToBlueprint(drafted: DraftFeature): DraftedBlueprint {
  const { wishes: _wishes, screens, ...draft } = drafted;
  const folder = `src/features/${draft.id}`;
  const routes = screens.map(({ path, component, example }) => ({
    path,
    component,
    example,
    file: `${folder}/${kebab(component)}.tsx`,
  }));
  const source = {
    ...readBlanks(draft),
    routes,
    files: [
      ...new Set([
        `${folder}/api.ts`,
        `${folder}/types.ts`,
        ...routes.map(({ file }) => file),
        `${folder}/${draft.id}.test.tsx`,
      ]),
    ],
  };
  const parsed = blueprintSchema.safeParse(source, { reportInput: true });
  const location = { file: "", line: 1, column: 1 };
  const unknown = substitute(source, {}).unknown.map(({ name }) =>
    diagnostic({
      code: "design-placeholder",
      name: draft.id,
      message: `"${draft.id}" has \${${name}} in a text; write the value itself.`,
    }),
  );
  if (parsed.success) return { blueprint: parsed.data, diagnostics: unknown };
  const found = schemaDiagnostics(parsed.error, () => location).map(({ code, message, fix }) =>
    diagnostic({ code, message: `"${draft.id}": ${message}`, fix, name: draft.id }),
  );
  return { blueprint: null, diagnostics: [...found, ...unknown] };
}

/** Nulls of a draft that mean "nothing" are left out; what a condition compares with stays. */
function readBlanks(value: unknown): object {
  return Object.fromEntries(
    Object.entries(value ?? {})
      .filter(([key, part]) => part !== null || key === "is" || key === "isNot")
      .map(([key, part]) => [key, withoutBlanks(part)]),
  );
}

function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks);
  return typeof value === "object" && value !== null ? readBlanks(value) : value;
}

function kebab(component: string): string {
  return component.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}
