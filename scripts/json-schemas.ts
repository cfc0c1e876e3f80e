import { z } from "zod";
import { pageSettingsSchema } from "../src/catalog/pages/pages.ts";
import { archetypesFileSchema, blueprintSchema } from "../src/spec/blueprint.ts";
import { briefSchema } from "../src/spec/brief.ts";
import { planSchema } from "../src/spec/plan.ts";
import { resourceWordsSchema } from "../src/spec/resource-words.ts";

type Node = Record<string, unknown>;

/** What stands for a number in a blueprint until parameters are bound: `${seconds}`, `${megabytes}000000`. */
const placeholder = { type: "string", pattern: String.raw`^\d*\$\{[a-z][A-Za-z0-9]*\}\d*$` };

/** File name in `schemas/` -> JSON Schema of the documents that people or programs write and read. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const schemas: readonly (readonly [string, Node])[] = [
    ["blueprint.schema.json", withPlaceholders(toJson(blueprintSchema))],
    ["archetypes.schema.json", toJson(archetypesFileSchema)],
    ["pages.schema.json", toJson(pageSettingsSchema)],
    ["resources.schema.json", toJson(resourceWordsSchema)],
    ["brief.schema.json", toJson(briefSchema)],
    ["plan.schema.json", toJson(planSchema)],
  ];
  return new Map(schemas.map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]));
}

function toJson(schema: z.ZodType): Node {
  const json = z.toJSONSchema(schema, {
    io: "input",
    // Only our own types are read-only; whoever writes a document may change all of it.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return { ...json };
}

/** The parameters themselves keep plain numbers: they say what the placeholders mean. */
function withPlaceholders(schema: Node): Node {
  const visit = (node: unknown, key: string): unknown => {
    if (Array.isArray(node)) return node.map((item) => visit(item, ""));
    if (!isNode(node) || key === "parameters") return node;
    const visited = Object.fromEntries(
      Object.entries(node).map(([name, value]) => [name, visit(value, name)]),
    );
    const isNumber = visited["type"] === "integer" || visited["type"] === "number";
    if (!isNumber) return visited;
    const { default: fallback, ...number } = visited;
    const either = { anyOf: [number, placeholder] };
    return fallback === undefined ? either : { default: fallback, ...either };
  };
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, visit(value, name)]),
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
