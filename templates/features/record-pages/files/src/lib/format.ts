const day = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 15 });

/** A day of the calendar, `2026-11-21`: Nov 21, 2026. */
export function formatDate(date: string | null): string {
  return date === null ? "" : day.format(Date.parse(date));
}

/** A moment, in the time zone of the reader. */
export function formatTime(time: string | null): string {
  return time === null ? "" : moment.format(Date.parse(time));
}

export function formatNumber(value: number | null): string {
  return value === null ? "" : number.format(value);
}

/** How many digits an amount of the currency has behind the point. */
export function fractionDigits(currency: string): number {
  return moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** An amount in the smallest units of its currency, such as cents. */
export function formatMoney(amount: number | null, currency: string): string {
  return amount === null
    ? ""
    : moneyFormat(currency).format(amount / 10 ** fractionDigits(currency));
}

function moneyFormat(currency: string): Intl.NumberFormat {
  const known = /^[A-Z]{3}$/.test(currency) ? currency : "USD";
  return new Intl.NumberFormat("en", { style: "currency", currency: known });
}

export function formatYesNo(value: boolean | null): string {
  return value === null ? "" : value ? "Yes" : "No";
}

/** One of a few values as people read it: `in_progress` is "In progress". */
export function formatChoice(value: string | null): string {
  const words = (value ?? "").replaceAll(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Facts in one line, without those that are not known. */
export function joinFacts(...facts: readonly (string | null | undefined)[]): string {
  return facts.filter((fact) => fact != null && fact !== "").join(" · ");
}

/** The beginning of a text, up to the end of a word. */
export function excerpt(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  if (line.length <= 60) return line;
  return `${line.slice(0, 60).replace(/\s+\S*$/, "")}…`;
}
