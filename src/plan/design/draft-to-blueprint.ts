import { pagePlan } from "../../catalog/pages/page-plan.ts";
import type { Pages } from "../../catalog/pages/pages.ts";
import { withPages } from "../../catalog/pages/with-pages.ts";
import { schemaDiagnostics } from "../../catalog/schema-diagnostics.ts";
import { substitute } from "../../catalog/substitute.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { blueprintSchema, type Blueprint } from "../../spec/blueprint.ts";
import type { DraftFeature } from "./draft.ts";

export interface DraftedBlueprint {
  /** With the pages of its entities. Null when the draft is no blueprint; the diagnostics then say why. */
  readonly blueprint: Blueprint | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A blueprint from a draft. Pages, files and menu entries follow from its id and its entities, so that no draft can
 * name other places.
 */
export function draftToBlueprint(drafted: DraftFeature, pages: Pages): DraftedBlueprint {
  const { wishes: _wishes, entities, ...draft } = drafted;
  const source = {
    ...readBlanks(draft),
    entities: entities.map(({ icon: _icon, ...entity }) => readBlanks(entity)),
    files: [`src/features/${draft.id}/types.ts`],
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
  if (parsed.success) {
    const withIcons = { ...parsed.data, navigation: menuOf(parsed.data, { drafted, pages }) };
    return { blueprint: withPages(withIcons, pages), diagnostics: unknown };
  }
  const found = schemaDiagnostics(parsed.error, () => location).map(({ code, message, fix }) =>
    diagnostic({ code, message: `"${draft.id}": ${message}`, fix, name: draft.id }),
  );
  return { blueprint: null, diagnostics: [...found, ...unknown] };
}

/** Menu entries for the icons that the draft names; what has no list gets none when the pages are made. */
function menuOf(
  blueprint: Blueprint,
  { drafted, pages }: { readonly drafted: DraftFeature; readonly pages: Pages },
): Blueprint["navigation"] {
  const { navigation } = pages.settings.orders;
  return pagePlan(blueprint).pages.flatMap(({ entity, labels, paths }, index) => {
    const icon = drafted.entities.find(({ name }) => name === entity.name)?.icon ?? null;
    if (icon === null || paths.list === null) return [];
    return [{ to: paths.list, label: labels.many, icon, order: navigation + index }];
  });
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
