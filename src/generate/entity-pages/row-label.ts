import { titleFieldOf } from "../../catalog/pages/page-plan.ts";
import type { Entity } from "../../spec/entity.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";

type LabelKind = "labelPlain" | "labelText" | "labelLongText" | "labelDate" | "labelTime";

/** The column by which a row is called: its title, else the beginning of a text, else a time. */
export function labelColumn(entity: Entity): string {
  return labelOf(entity).column;
}

/** The expression that calls a row: `value` is the one that gives the column. */
export function labelCode(
  context: Pick<PageContext, "pages">,
  { entity, value, one, oneInside }: LabelWords,
): string {
  return fragment(context, labelOf(entity).kind, {
    words: { one, oneInside },
    code: { value },
  });
}

interface LabelWords {
  readonly entity: Entity;
  readonly value: string;
  readonly one: string;
  readonly oneInside: string;
}

function labelOf(entity: Entity): { readonly column: string; readonly kind: LabelKind } {
  const title = titleFieldOf(entity);
  if (title !== null) {
    const isSure = entity.fields.some(
      (field) => field.name === title && field.type === "text" && field.required && field.min > 0,
    );
    return { column: title, kind: isSure ? "labelPlain" : "labelText" };
  }
  const required = entity.fields.filter((field) => field.required);
  const text = required.find(
    (field) => field.type === "text" && field.oneOf === null && !field.name.endsWith("_path"),
  );
  if (text !== undefined) return { column: text.name, kind: "labelLongText" };
  const time = required.find(({ type }) => type === "date" || type === "timestamptz");
  return time === undefined
    ? { column: "created_at", kind: "labelTime" }
    : { column: time.name, kind: time.type === "date" ? "labelDate" : "labelTime" };
}
