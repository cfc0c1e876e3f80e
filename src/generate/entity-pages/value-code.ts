import type { Field } from "../../spec/field.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";
import type { RowLink } from "./row-links.ts";

/** The expression that shows a field of the row in `row` as a text; null when it has no short form. */
export function valueCode(
  field: Field,
  { row, context }: { readonly row: string; readonly context: PageContext },
): string | null {
  const kind = valueKind(field);
  if (kind === null) return null;
  const currency = field.type === "money" ? currencyCode(field.currency, row) : "";
  return fragment(context, kind, { code: { value: `${row}.${field.name}`, currency } });
}

function valueKind(field: Field): string | null {
  switch (field.type) {
    case "text":
      return field.oneOf === null ? "valuePlain" : "valueChoice";
    case "integer":
    case "bigint":
    case "numeric":
      return "valueNumber";
    case "money":
      return "valueMoney";
    case "boolean":
      return "valueBoolean";
    case "date":
      return "valueDate";
    case "timestamptz":
      return "valueTime";
    case "list":
      return "valueList";
    case "computed":
      return field.by === "join" ? "valuePlain" : "valueNumber";
    case "uuid":
    case "json":
    case "lower":
      return null;
  }
}

type Currency = Extract<Field, { readonly type: "money" }>["currency"];

/** The currency of an amount: a constant, or what the row or form in `row` says. */
export function currencyCode(currency: Currency, row: string): string {
  return typeof currency === "string" ? JSON.stringify(currency) : `${row}.${currency.field}`;
}

/** The expression that names the target of a link as a text; null when the target has no page and is no person. */
export function linkCode(
  link: RowLink,
  { row, context }: { readonly row: string; readonly context: PageContext },
): string {
  const value = `${row}.${link.name}`;
  if (link.isPerson) return fragment(context, "valuePerson", { code: { value } });
  if (link.page !== null) return `${value} && ${link.page.variable}Label(${value})`;
  const [, column = "id"] = link.columns.split(", ");
  return `${value}?.${column}`;
}
