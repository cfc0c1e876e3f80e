import type { Entity } from "../../../spec/entity.ts";
import { isMade, type Field, type TextField } from "../../../spec/field.ts";
import { exampleValue } from "../../../schema/matrix/example-value.ts";
import { sampleText } from "./sample-text.ts";
import type { SampleWords } from "../../../catalog/pages/sample-words.ts";
import { wordsFor } from "./words-for.ts";

/** What a sample row holds in a column. Times are relative to the day on which the sample is used. */
export type SampleValue =
  | { readonly kind: "plain"; readonly value: PlainValue }
  /** The id of one of the people who exist in a new database. */
  | { readonly kind: "person"; readonly username: string }
  /** The path of a small picture that whoever writes the row has stored; `place` is its place among the known ones. */
  | { readonly kind: "picture"; readonly place: number }
  | { readonly kind: "day"; readonly days: number }
  | { readonly kind: "moment"; readonly days: number; readonly hour: number };

type PlainValue = string | number | boolean | readonly (string | number)[] | object;

export interface SampleRequest {
  readonly field: Field;
  readonly entity: Entity;
  readonly words: SampleWords;
  /** Different numbers give different values, as far as the field has them. */
  readonly variant: number;
}

/** A believable value that the field's checks accept; null where the column is better left to the database. */
export function sampleValue(request: SampleRequest): SampleValue | null {
  const { field, variant } = request;
  if (isMade(field)) return null;
  switch (field.type) {
    case "text":
      return plain(sampleText({ ...request, field }));
    case "integer":
    case "bigint":
    case "money":
      return plain(sampleNumber(request, field));
    case "numeric":
      return plain(sampleDecimal(request, field));
    case "boolean":
      return { kind: "plain", value: (variant % 3 === 1) !== (field.default === true) };
    case "date":
      return { kind: "day", days: daysFrom(request) };
    case "timestamptz":
      return { kind: "moment", days: daysFrom(request), hour: 9 + ((variant * 5) % 11) };
    case "uuid":
      return field.default === null ? plain(exampleValue(field, variant)) : null;
    case "list":
      return plain(sampleList(request, field));
    case "json":
      return plain(sampleObject(field, variant));
  }
}

function plain(value: PlainValue | null): SampleValue | null {
  return value === null ? null : { kind: "plain", value };
}

interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

function sampleNumber({ field, words, variant }: SampleRequest, limits: Limits): number {
  const known = wordsFor(words.numbers, [field.name]) ?? [];
  const fitting = known.filter((one) => isWithin(one, limits) && Number.isInteger(one));
  const value = fitting[variant % Math.max(1, fitting.length)];
  return value ?? spread(limits, variant);
}

function sampleDecimal(
  { field: { name }, words, variant }: SampleRequest,
  { min, max, precision, scale }: Extract<Field, { readonly type: "numeric" }>,
): number {
  const greatest = (10 ** precision - 1) / 10 ** scale;
  const limits = { min, max: Math.min(max ?? greatest, greatest) };
  const known = (wordsFor(words.numbers, [name]) ?? []).filter((one) => isWithin(one, limits));
  const value = known[variant % Math.max(1, known.length)] ?? spread(limits, variant);
  const half = scale > 0 && isWithin(value + 0.5, limits) && variant % 2 === 1 ? 0.5 : 0;
  return Number((value + half).toFixed(scale));
}

function isWithin(value: number, { min, max }: Limits): boolean {
  return value >= (min ?? -Infinity) && value <= (max ?? Infinity);
}

/** Numbers in the lower part of what is allowed, where real ones mostly are. */
function spread({ min, max }: Limits, variant: number): number {
  const least = Math.max(min ?? -Infinity, Math.min(1, max ?? 1));
  const most = Math.min(max ?? Infinity, least + 24);
  return least + ((variant * 7 + 2) % (Math.floor(most - least) + 1));
}

/** In the past days unless the name says that it lies ahead. */
function daysFrom({ field, words, variant }: SampleRequest): number {
  const parts = field.name.split("_");
  const isAhead = parts.some((part) => words.ahead.includes(part));
  const days = 2 + ((variant * 5) % 23);
  return isAhead ? days : -days;
}

function sampleList(
  request: SampleRequest,
  { items, maxItems, ...field }: Extract<Field, { readonly type: "list" }>,
): readonly (string | number)[] | null {
  const variants = [request.variant, request.variant + 1].slice(0, maxItems);
  if (items.type === "integer") {
    return [...new Set(variants.map((variant) => sampleNumber({ ...request, variant }, items)))];
  }
  const item: TextField = {
    ...field,
    type: "text",
    min: 1,
    max: items.max,
    // Lists are entered with commas between their items.
    pattern: items.oneOf === null ? "^[^,]*$" : null,
    oneOf: items.oneOf,
    default: null,
  };
  const values = variants.map((variant) => sampleText({ ...request, field: item, variant }));
  return [...new Set(values.filter((value) => value !== null))];
}

function sampleObject(
  { shape }: Extract<Field, { readonly type: "json" }>,
  variant: number,
): object {
  const values = {
    text: `${variant + 1}`,
    number: variant + 1,
    boolean: true,
    object: {},
    array: [],
  };
  const keys = Object.entries(shape).filter(([, { required }]) => required);
  return Object.fromEntries(keys.map(([key, { type }]) => [key, values[type]]));
}
