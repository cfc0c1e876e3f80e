import { createHash } from "node:crypto";
import { QuoteUtils } from "pgsql-deparser";

/** Postgres cuts identifiers at 63 bytes without a word; names that it cuts may clash. */
const maxIdentifierBytes = 63;

/** Words that PL/pgSQL reads as its own inside a body, although SQL allows them as column names. */
const procedureWords = new Set([
  "begin",
  "by",
  "declare",
  "execute",
  "foreach",
  "if",
  "loop",
  "new",
  "old",
  "strict",
  "while",
]);

/** The schema of trigger functions: not exposed by the API. */
export const privateSchema = "private";
export const publicSchema = "public";

/**
 * The name of a generated object: the parts joined by `_`. A name above 63 bytes
 * is cut and ends in eight hex digits of its own hash, so that it stays unique.
 */
export function objectName(...parts: readonly string[]): string {
  const name = parts.join("_");
  if (Buffer.byteLength(name) <= maxIdentifierBytes) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, maxIdentifierBytes - digest.length - 1)}_${digest}`;
}

/** An identifier as SQL and PL/pgSQL read it: quoted where needed. Every name inside a function body goes through here. */
export function quoted(identifier: string): string {
  if (procedureWords.has(identifier)) return `"${identifier}"`;
  return QuoteUtils.quoteIdentifier(identifier);
}

/** `schema.name`, both quoted where needed. */
export function qualified(schema: string, name: string): string {
  return `${quoted(schema)}.${quoted(name)}`;
}
