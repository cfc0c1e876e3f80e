import type { TextField } from "../spec/field.ts";

/** Both Postgres and JavaScript read these the same way, and examples of them can be made. */
const formatPatterns: Readonly<Record<NonNullable<TextField["format"]>, string>> = {
  email: "^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$",
  url: "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$",
  slug: "^[a-z0-9]+(-[a-z0-9]+)*$",
  currency: "^[A-Z]{3}$",
};

/** The regular expression that a text must match, its own or that of its format; null when any text will do. */
export function textPattern({ pattern, format }: TextField): string | null {
  return pattern ?? (format === undefined ? null : formatPatterns[format]);
}
