import type { Entity } from "../../../spec/entity.ts";
import type { TextField } from "../../../spec/field.ts";
import { exampleValue } from "../../../schema/matrix/example-value.ts";
import { matchesPattern } from "../../../schema/matrix/pattern-example.ts";
import { textPattern } from "../../../schema/text-pattern.ts";
import type { SampleWords } from "../../../catalog/pages/sample-words.ts";
import { wordsFor } from "./words-for.ts";

interface TextRequest {
  readonly field: TextField;
  readonly entity: Entity;
  readonly words: SampleWords;
  readonly variant: number;
}

/** From this length on a text is more than a name: a note, a description. */
const LONG_TEXT = 240;

/** A text that somebody could have written there, within the field's limits; null when we know none. */
export function sampleText(request: TextRequest): string | null {
  const { field, variant } = request;
  if (field.oneOf !== null) return field.oneOf[variant % field.oneOf.length] ?? null;
  const pool = textPool(request).filter((text) => fits(text, field));
  if (pool.length > 0) {
    const text = pool[variant % pool.length] ?? "";
    const round = Math.floor(variant / pool.length);
    const isPlain = round === 0 || !isKey(request);
    const chosen = isPlain ? text : `${text} ${round + 1}`;
    if (fits(chosen, field)) return chosen;
  }
  const value = exampleValue(field, variant);
  return typeof value === "string" ? value : null;
}

/** Whether the text, or its lower-case copy, keeps rows apart. */
function isKey({ field, entity }: TextRequest): boolean {
  const copies = entity.fields.flatMap((one) =>
    one.type === "lower" && one.of === field.name ? [one.name] : [],
  );
  const keys = [...entity.unique, ...(entity.partialUnique ?? []).map(({ fields }) => fields)];
  return keys.some((key) => [field.name, ...copies].some((name) => key.includes(name)));
}

/** Whether the field's checks accept the text. */
export function fits(text: string, field: TextField): boolean {
  const { length } = [...text];
  const pattern = textPattern(field);
  const isAllowed = field.oneOf === null || field.oneOf.includes(text);
  return (
    isAllowed &&
    length >= field.min &&
    length <= field.max &&
    (pattern === null || matchesPattern(pattern, text) === true)
  );
}

function textPool({ field, entity, words }: TextRequest): readonly string[] {
  if (field.format !== undefined) return words.formats[field.format];
  const ofNoun = wordsFor(words.nouns, [entity.name]);
  const known = wordsFor(ofNoun ?? {}, [field.name]) ?? wordsFor(words.texts, [field.name]);
  if (known !== undefined) return known;
  if (field.max >= LONG_TEXT) return words.notes;
  const isName = words.names.includes(field.name.split("_").at(-1) ?? "");
  const noun = (isName ? entity.title : field.name.replaceAll("_", " ")).toLowerCase();
  return words.kinds.map((kind) => `${kind} ${noun}`);
}
