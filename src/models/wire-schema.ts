import { z } from "zod";
import { BugError } from "../core/errors.ts";
import type { WireSchema } from "./model-call.ts";

/** Keywords that every provider keeps. */
const kept: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "enum",
  "const",
  "anyOf",
  "$ref",
  "$defs",
  "description",
]);

/** Keywords that only some providers enforce: told in words, checked by our own validation. */
const told: ReadonlySet<string> = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minItems",
  "maxItems",
]);

type Json = Readonly<Record<string, unknown>>;

/**
 * The schema that is sent: the part of JSON Schema that all providers accept, with further limits in words. Answers
 * are validated with the zod schema itself.
 * @throws BugError when the schema has a shape that some provider refuses or silently empties.
 */
export function wireSchema(schema: z.ZodType): WireSchema {
  const root = readObject(z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" }));
  if (root["type"] !== "object") throw refused("#", "the root is not an object");
  return translate(root, "#");
}

function translate(part: Json, at: string): Json {
  const limits: string[] = [];
  const entries: [string, unknown][] = [];
  for (const [keyword, value] of Object.entries(part)) {
    // Integers come with the limits of the language, which say nothing about the answer.
    if (Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) continue;
    if (keyword === "$schema" || keyword === "oneOf" || keyword === "readOnly") continue;
    else if (told.has(keyword)) limits.push(`${keyword} ${String(value)}`);
    else if (kept.has(keyword)) entries.push([keyword, translateKeyword(keyword, value, at)]);
    else throw refused(at, `"${keyword}" is not understood by all providers`);
  }
  // An alternative by a discriminating field excludes the others anyway.
  if (part["oneOf"] !== undefined) {
    entries.push(["anyOf", translateKeyword("anyOf", part["oneOf"], at)]);
  }
  const result: Record<string, unknown> = Object.fromEntries(entries);
  if (limits.length > 0) {
    const said = typeof part["description"] === "string" ? `${part["description"]} ` : "";
    result["description"] = `${said}(${limits.join(", ")})`;
  }
  return part["type"] === "object" ? checkObject(result, at) : result;
}

function translateKeyword(keyword: string, value: unknown, at: string): unknown {
  if (keyword === "properties" || keyword === "$defs") {
    return Object.fromEntries(
      Object.entries(readObject(value)).map(([name, part]) => [
        name,
        translate(readObject(part), `${at}/${name}`),
      ]),
    );
  }
  if (keyword === "anyOf" && Array.isArray(value)) {
    return value.map((part) => translate(readObject(part), at));
  }
  if (keyword === "items") return translate(readObject(value), `${at}/items`);
  return value;
}

function checkObject(result: Readonly<Record<string, unknown>>, at: string): Json {
  const names = Object.keys(readObject(result["properties"] ?? {}));
  const required: readonly unknown[] = Array.isArray(result["required"]) ? result["required"] : [];
  if (names.length === 0) throw refused(at, "an object without named fields (a record?)");
  const optional = names.find((name) => !required.includes(name));
  if (optional !== undefined) {
    throw refused(`${at}/${optional}`, "a field may be null but not absent");
  }
  return { ...result, additionalProperties: false };
}

function readObject(value: unknown): Json {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  if (!parsed.success) throw new BugError("A part of a JSON Schema is not an object.");
  return parsed.data;
}

function refused(at: string, reason: string): BugError {
  return new BugError(`The schema cannot be sent to a model: ${at}: ${reason}.`);
}
