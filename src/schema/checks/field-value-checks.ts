import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity, Field } from "../../spec/entity.ts";
import { exampleValue } from "../matrix/example-value.ts";
import { parsePattern } from "../matrix/parse-pattern.ts";
import { matchesPattern } from "../matrix/pattern-example.ts";
import { entityFinding, repeated } from "./entity-finding.ts";

const integerLimit = 2_147_483_647;

/** Limits that contradict each other, patterns that cannot be read, and defaults that break the field's own checks. */
export function fieldValueChecks(entity: Entity): readonly Diagnostic[] {
  return entity.fields.flatMap((field) => {
    const finding = (code: string, message: string) =>
      entityFinding(entity, {
        code,
        message: `${entity.name}.${field.name}: ${message}`,
        fix: "Correct the field.",
      });
    return problemsOf(field).map(({ code, message }) => finding(code, message));
  });
}

interface FieldProblem {
  readonly code: string;
  readonly message: string;
}

function problemsOf(field: Field): readonly FieldProblem[] {
  switch (field.type) {
    case "text":
      return textProblems(field);
    case "integer":
    case "bigint":
      return numberProblems(field);
    case "boolean":
    case "timestamptz":
    case "date":
    case "lower":
      return [];
  }
}

type TextField = Extract<Field, { readonly type: "text" }>;
type NumberField = Extract<Field, { readonly type: "integer" | "bigint" }>;

function textProblems(field: TextField): readonly FieldProblem[] {
  const { min, max, pattern, oneOf } = field;
  if (min > max)
    return [
      { code: "min-above-max", message: `the shortest length ${min} is above the longest ${max}.` },
    ];
  if (pattern !== null && parsePattern(pattern) === null) {
    return [
      {
        code: "unreadable-pattern",
        message: `the pattern ${pattern} is broken, or uses more than classes, groups, alternatives and repetitions.`,
      },
    ];
  }
  const values = [...(oneOf ?? []), ...(field.default === null ? [] : [field.default])];
  const bad = values.filter((value) => !satisfies(field, value));
  const example = bad.length > 0 ? "" : exampleValue(field, 0);
  return [
    ...repeated(oneOf ?? []).map((value) => ({
      code: "repeated-value",
      message: `the value "${value}" is listed twice.`,
    })),
    ...[...new Set(bad)].map((value) => ({
      code: "value-breaks-check",
      message: `the value "${value}" breaks the field's own length, pattern or list of values.`,
    })),
    ...(example === null
      ? [
          {
            code: "unreadable-pattern",
            message: `no text of ${min} to ${max} characters that matches ${pattern ?? "it"} was found.`,
          },
        ]
      : []),
  ];
}

/** Whether a text passes all checks of its field. */
export function satisfies({ min, max, pattern, oneOf }: TextField, value: string): boolean {
  const { length } = [...value];
  if (length < min || length > max) return false;
  if (oneOf !== null && !oneOf.includes(value)) return false;
  return pattern === null || matchesPattern(pattern, value) === true;
}

function numberProblems(field: NumberField): readonly FieldProblem[] {
  const { min, max } = field;
  if (min !== null && max !== null && min > max) {
    return [
      { code: "min-above-max", message: `the least value ${min} is above the greatest ${max}.` },
    ];
  }
  const limit = field.type === "integer" ? integerLimit : Number.MAX_SAFE_INTEGER;
  const outside = [min, max, field.default].filter(
    (value) => value !== null && Math.abs(value) > limit,
  );
  const breaks =
    field.default !== null &&
    ((min !== null && field.default < min) || (max !== null && field.default > max));
  return [
    ...outside.map((value) => ({
      code: "value-out-of-range",
      message: `${value} is beyond what ${field.type} can hold.`,
    })),
    ...(breaks
      ? [
          {
            code: "value-breaks-check",
            message: `the default ${field.default} is outside its own limits.`,
          },
        ]
      : []),
  ];
}
