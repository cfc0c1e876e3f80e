import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import type { Field } from "../../spec/field.ts";
import { askedFields, fieldLabel } from "./field-words.ts";
import type { PageContext } from "./page-context.ts";
import { pictureLabel } from "./picture-file.ts";
import { askedLinks } from "./row-links.ts";
import { fits } from "./samples/sample-text.ts";
import { sampleValue, type SampleValue } from "./samples/sample-value.ts";

/** What somebody enters in one input of a form. */
export interface Answer {
  /** The column. */
  readonly name: string;
  /** How the form calls it. */
  readonly label: string;
  readonly control: "text" | "choice" | "checkbox" | "row" | "picture";
  /** What is typed, or the value that is chosen. */
  readonly entered: string;
  /** Whether a new form has it already: a box that is ticked or not. */
  readonly isInitial: boolean;
  /** The expression for what the column then holds. */
  readonly sent: string;
  /** The same for those who ask access rules. */
  readonly stored: SampleValue;
}

interface AnswersOptions {
  /** What the row is called, where it has a title. */
  readonly title: string;
  readonly variant: number;
}

/** Values that the form of an entity accepts: one for each input but references that may stay empty. */
export function formAnswers(
  page: PageEntity,
  context: PageContext,
  { title, variant }: AnswersOptions,
): readonly Answer[] {
  const { entity, picture, titleField } = page;
  const fields = askedFields(entity).flatMap((field) => {
    if (field.name === picture?.field) return [];
    const own = field.name === titleField && field.type === "text" && fits(title, field);
    const value: SampleValue | null = own
      ? { kind: "plain", value: title }
      : sampleValue({ field, entity, words: context.pages.samples, variant });
    return value === null ? [] : (answer(field, value) ?? []);
  });
  const links = askedLinks(page, context)
    .filter(({ reference }) => reference.required)
    .map(({ reference, label, isPerson }): Answer => {
      const stored: SampleValue = isPerson
        ? { kind: "person", username: context.pages.samples.people[0] ?? "" }
        : { kind: "plain", value: "" };
      const { field: name } = reference;
      return { name, label, control: "row", entered: "", isInitial: false, sent: "", stored };
    });
  return [...pictureAnswer(page), ...fields, ...links];
}

function pictureAnswer({ picture }: PageEntity): readonly Answer[] {
  if (picture === null || !picture.bucket.mimeTypes.includes("image/png")) return [];
  const stored = { kind: "picture", place: 0 } as const;
  const { field: name } = picture;
  return [
    {
      name,
      label: pictureLabel(picture),
      control: "picture",
      entered: "",
      isInitial: false,
      sent: "",
      stored,
    },
  ];
}

function answer(field: Field, stored: SampleValue): Answer | null {
  const { name } = field;
  const plain = (control: Answer["control"], entered: string, sent: string): Answer => ({
    name,
    label: inputLabel(field),
    control,
    entered,
    isInitial: field.type === "boolean" && entered === String(field.default ?? false),
    sent,
    stored,
  });
  if (stored.kind === "day")
    return plain("text", day(stored.days), JSON.stringify(day(stored.days)));
  if (stored.kind === "moment") {
    const local = `${day(stored.days)}T${String(stored.hour).padStart(2, "0")}:00`;
    return plain("text", local, `new Date(${JSON.stringify(local)}).toISOString()`);
  }
  if (stored.kind !== "plain") return null;
  const { value } = stored;
  switch (field.type) {
    case "text": {
      const control = field.oneOf === null ? "text" : "choice";
      return plain(control, String(value), JSON.stringify(value));
    }
    case "boolean":
      return plain("checkbox", String(value), String(value));
    case "money": {
      const digits = typeof field.currency === "string" ? fractionDigits(field.currency) : 2;
      return plain("text", (Number(value) / 10 ** digits).toFixed(digits), String(value));
    }
    case "list":
      return Array.isArray(value) ? plain("text", value.join(", "), JSON.stringify(value)) : null;
    default:
      return plain("text", String(value), JSON.stringify(value));
  }
}

/** The label of an input: amounts say their currency. */
export function inputLabel(field: Field): string {
  const currency = field.type === "money" && typeof field.currency === "string";
  return currency ? `${fieldLabel(field)} (${String(field.currency)})` : fieldLabel(field);
}

function fractionDigits(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** A day before or after the middle of a year: what is printed must not depend on the day it is printed on. */
function day(days: number): string {
  return new Date(Date.UTC(2026, 5, 15 + days)).toISOString().slice(0, 10);
}
