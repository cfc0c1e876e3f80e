import { camel } from "../../catalog/pages/names.ts";
import type { FormContext, FormField } from "./form-field.ts";
import { fragment } from "./fragments.ts";
import type { RowLink } from "./row-links.ts";

/** How a form lets people choose what a row refers to. */
export function linkField({ reference, label, target }: RowLink, where: FormContext): FormField {
  const { page, context } = where;
  const { field, required } = reference;
  const isFixed = page.entity.immutable.includes(field);
  const check = required ? `choiceProblem(values.${field})` : null;
  return {
    name: field,
    input: fragment(context, "inputRow", {
      words: { label, field },
      flags: { required },
      code: {
        query: queryName(target.table),
        initial: page.canUpdate ? `${page.variable}?.${field}` : "null",
      },
    }),
    check:
      check !== null && isFixed && page.canUpdate
        ? `${page.variable} === undefined ? ${check} : null`
        : check,
    value: required ? `values.${field}` : `readText(values.${field})`,
    isFixed,
  };
}

/** The variable that holds the rows of a table to choose from. */
export function queryName(table: string): string {
  return `${camel(table)}Query`;
}
