import { fractionDigits } from "@/lib/format";

const EMPTY = "Fill this in.";

interface TextRules {
  readonly required?: boolean;
  /** In characters. */
  readonly min?: number;
  readonly max?: number;
  readonly format?: keyof typeof FORMATS;
}

const FORMATS = {
  email: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "That is not a valid email address."],
  url: [/^https?:\/\/[^\s]+$/i, "Enter an address that starts with https://"],
  slug: [/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use lower-case letters, digits and single hyphens."],
  currency: [/^[A-Z]{3}$/, "Enter a currency in three letters, such as EUR."],
} as const;

/** What is wrong with a text, or null. */
export function textProblem(
  value: string,
  { required = false, min = 0, max = Infinity, format }: TextRules,
): string | null {
  const text = value.trim();
  const { length } = [...text];
  if (text === "") return required ? EMPTY : null;
  if (length < min) return `Use at least ${min} characters.`;
  if (length > max) return `Use at most ${max} characters.`;
  if (format === undefined) return null;
  const [pattern, message] = FORMATS[format];
  return pattern.test(text) ? null : message;
}

/** The text without space around it; null when nothing is left. */
export function readText(value: string): string | null {
  return value.trim() || null;
}

interface NumberRules {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Digits behind the point; 0 for whole numbers. */
  readonly digits?: number;
}

/** What is wrong with a number, or null. */
export function numberProblem(
  value: string,
  { required = false, min = -Infinity, max = Infinity, digits = 0 }: NumberRules,
): string | null {
  const number = readNumber(value);
  if (number === null) return required ? EMPTY : null;
  if (!Number.isFinite(number)) return "Enter a number.";
  if (number < min) return `The least is ${min}.`;
  if (number > max) return `The most is ${max}.`;
  const behindPoint = value.trim().split(".")[1]?.length ?? 0;
  if (behindPoint <= digits) return null;
  return digits === 0 ? "Enter a whole number." : `Use at most ${digits} digits behind the point.`;
}

/** Null when nothing was entered. */
export function readNumber(value: string): number | null {
  return value.trim() === "" ? null : Number(value);
}

interface MoneyRules extends NumberRules {
  readonly currency: string;
}

/** What is wrong with an amount of money, or null. Limits are in the smallest units, such as cents. */
export function moneyProblem(
  value: string,
  { currency, required = false, min = 0, max = Number.MAX_SAFE_INTEGER }: MoneyRules,
): string | null {
  const digits = fractionDigits(currency);
  const unit = 10 ** digits;
  return numberProblem(value, { required, min: min / unit, max: max / unit, digits });
}

/** An amount in the smallest units of its currency; null when nothing was entered. */
export function readMoney(value: string, currency: string): number | null {
  const amount = readNumber(value);
  return amount === null ? null : Math.round(amount * 10 ** fractionDigits(currency));
}

/** An amount as an input shows it. */
export function moneyInput(amount: number | null | undefined, currency: string): string {
  if (amount == null) return "";
  const digits = fractionDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}

/** A moment as `datetime-local` inputs have it, in the time zone of the person. */
export function timeInput(time: string | null | undefined): string {
  if (time == null) return "";
  const date = new Date(time);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The moment that a `datetime-local` input stands for; null when it is empty. */
export function readTime(value: string): string | null {
  return value === "" ? null : new Date(value).toISOString();
}

/** This moment, for inputs that start with it. */
export function now(): string {
  return new Date().toISOString();
}

/** Today, as date inputs have it. */
export function today(): string {
  return timeInput(now()).slice(0, 10);
}

/** One of the values, or null when something else was entered. */
export function readChoice<Value extends string>(
  value: string,
  values: readonly Value[],
): Value | null {
  return values.find((candidate) => candidate === value) ?? null;
}

/** What is wrong with a choice, or null. */
export function choiceProblem(value: string): string | null {
  return value === "" ? "Choose one." : null;
}

/** The parts between commas, without those that are empty. */
export function readList(value: string): string[] {
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
