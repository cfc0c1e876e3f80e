import { BodyReader } from "./body-reader.ts";
import { bodyTokens } from "./body-tokens.ts";
import type { ReadBody } from "./body-parts.ts";

/**
 * The SQL in the body of a PL/pgSQL function. Postgres looks into these statements only when they run.
 * Null for a body whose structure is not understood.
 */
export function readBody(body: string): ReadBody | null {
  const reader = new BodyReader(body, bodyTokens(body));
  return reader.read();
}
