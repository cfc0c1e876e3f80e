import { isRecord } from "./protocol.ts";

const allowedKeywords = new Set([
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
  "title",
]);

/**
 * What a provider in strict mode would refuse in a schema, or null. The subset is what all of them accept:
 * object root, every field required, no further fields, none of the keywords that only some enforce.
 */
export function schemaProblem(schema: unknown, at = "#"): string | null {
  if (!isRecord(schema)) return `${at} is not a schema`;
  if (at === "#" && schema["type"] !== "object") return "the root is not an object";
  const unknown = Object.keys(schema).find((keyword) => !allowedKeywords.has(keyword));
  if (unknown !== undefined) return `${at} uses '${unknown}', which is not permitted`;
  if (schema["type"] === "object") {
    const fields = isRecord(schema["properties"]) ? schema["properties"] : {};
    const required = Array.isArray(schema["required"]) ? schema["required"] : [];
    if (Object.keys(fields).length === 0) return `${at} is an object without fields`;
    if (schema["additionalProperties"] !== false) return `${at} allows further fields`;
    const optional = Object.keys(fields).find((name) => !required.includes(name));
    if (optional !== undefined) return `${at} leaves '${optional}' out of 'required'`;
  }
  return nestedProblem(schema, at);
}

function nestedProblem(schema: Record<string, unknown>, at: string): string | null {
  for (const group of ["properties", "$defs"]) {
    for (const [name, part] of Object.entries(isRecord(schema[group]) ? schema[group] : {})) {
      const problem = schemaProblem(part, `${at}/${name}`);
      if (problem !== null) return problem;
    }
  }
  const choices: readonly unknown[] = Array.isArray(schema["anyOf"]) ? schema["anyOf"] : [];
  const parts = schema["items"] === undefined ? choices : [...choices, schema["items"]];
  for (const part of parts) {
    const problem = schemaProblem(part, `${at}/*`);
    if (problem !== null) return problem;
  }
  return null;
}
