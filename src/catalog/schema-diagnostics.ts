import type { z } from "zod";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { Location } from "./yaml-source.ts";

type Issue = z.core.$ZodIssue;

/** One diagnostic for each thing a document's schema does not accept, in the order in which it is written. */
export function schemaDiagnostics(
  error: z.ZodError,
  locate: (path: readonly PropertyKey[]) => Location,
): readonly Diagnostic[] {
  return error.issues
    .map((issue) => {
      const extraKey = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
      return diagnostic({
        code: "catalog-schema",
        message: `${printPath(issue.path)}${withFound(describe(issue), issue)}`,
        ...locate([...issue.path, ...extraKey]),
        fix: null,
      });
    })
    .toSorted((left, right) => (left.subject.line ?? 0) - (right.subject.line ?? 0));
}

function describe(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type": {
      const isMissing = issue.message.endsWith("received undefined");
      return isMissing ? `is missing; expected ${issue.expected}.` : sentence(issue.message);
    }
    case "unrecognized_keys":
      return `has ${issue.keys.map((key) => `"${key}"`).join(", ")}, which is not a known key here.`;
    case "invalid_union": {
      const options = [...new Set(issue.errors.flat().map((nested) => nested.message))];
      return options.length === 0
        ? sentence(issue.message)
        : sentence(`fits none of the allowed forms: ${options.join("; or: ")}`);
    }
    default:
      return sentence(issue.message);
  }
}

/** Says what stands there, where that is short and the issue has it (`reportInput` of the parser). */
function withFound(text: string, issue: Issue): string {
  if (issue.code === "unrecognized_keys" || text.startsWith("is missing")) return text;
  const value = foundValue(issue);
  const isShort = ["string", "number", "boolean"].includes(typeof value);
  const found = isShort ? JSON.stringify(value) : "";
  return found === "" || found.length > 60 ? text : text.replace(/\.$/, `; found ${found}.`);
}

/** What decides between forms is looked up by its key: the issue has the whole. */
function foundValue({ input, path }: Issue): unknown {
  const key = path.at(-1);
  const isWhole = typeof input === "object" && input !== null && typeof key === "string";
  return isWhole ? new Map(Object.entries(input)).get(key) : input;
}

function sentence(message: string): string {
  const text = message
    .replace(/^Invalid (?:input|option): /, "is not valid: ")
    .replace(/^Invalid discriminator value\. Expected /, "must be one of ");
  return text.endsWith(".") ? text : `${text}.`;
}

function printPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "The document ";
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`));
  return `${text.join("").replace(/^\./, "")} `;
}
