import { sentence } from "../../catalog/pages/names.ts";
import type { Entity } from "../../spec/entity.ts";
import { isMade, type Field } from "../../spec/field.ts";

/** Units that a number's name may end with. */
const units: ReadonlySet<string> = new Set(
  "ml cl dl l mg g kg mm cm m km in ft kcal kwh kw percent hours minutes seconds days".split(" "),
);

/** How people read the name of a field: `amount_ml` is "Amount (ml)", `is_open` is "Open". */
export function fieldLabel({ name, type }: Pick<Field, "name" | "type">): string {
  const words = name.split("_");
  const last = words.at(-1) ?? "";
  const isNumber = type === "integer" || type === "bigint" || type === "numeric";
  if (isNumber && words.length > 1 && units.has(last)) {
    return `${sentence(words.slice(0, -1).join("_"))} (${last})`;
  }
  return sentence(type === "boolean" ? name.replace(/^is_/, "") : name);
}

/** Texts longer than this have several lines. */
const LONG_TEXT = 160;

export function isLongText(field: Field): boolean {
  return (
    field.type === "text" &&
    field.oneOf === null &&
    field.max > LONG_TEXT &&
    field.format === undefined
  );
}

/** The constant that lists the values of a closed set: `RECIPE_DIFFICULTY`. */
export function choicesName({ name }: Pick<Entity, "name">, field: Pick<Field, "name">): string {
  return `${name}_${field.name}`.toUpperCase();
}

/** Fields that people fill in: none that the database makes, and none that only some may set. */
export function askedFields(entity: Entity): readonly Field[] {
  return entity.fields.filter(
    (field) =>
      !isMade(field) &&
      field.type !== "json" &&
      !(field.type === "uuid" && field.default === "random") &&
      entity.guards?.[field.name] === undefined,
  );
}
