import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import type { Field, TextField } from "../../spec/field.ts";
import { exampleValue } from "../matrix/example-value.ts";
import { parsePattern } from "../matrix/parse-pattern.ts";
import { matchesPattern } from "../matrix/pattern-example.ts";
import { textPattern } from "../text-pattern.ts";
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
      return numberProblems(field, integerLimit);
    case "bigint":
    case "money":
      return numberProblems(field, Number.MAX_SAFE_INTEGER);
    case "numeric":
      return numericProblems(field);
    case "list":
      return listProblems(field);
    case "json":
      return jsonProblems(field);
    case "boolean":
    case "timestamptz":
    case "date":
    case "uuid":
    case "lower":
    case "computed":
      return [];
  }
}

function textProblems(field: TextField): readonly FieldProblem[] {
  const { min, max, oneOf } = field;
  const pattern = textPattern(field);
  if (field.format !== undefined && field.pattern !== null) {
    return [{ code: "pattern-and-format", message: "it has both a pattern and a format." }];
  }
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
export function satisfies(field: TextField, value: string): boolean {
  const { min, max, oneOf } = field;
  const pattern = textPattern(field);
  const { length } = [...value];
  if (length < min || length > max) return false;
  if (oneOf !== null && !oneOf.includes(value)) return false;
  return pattern === null || matchesPattern(pattern, value) === true;
}

interface NumberLimits {
  readonly type: Field["type"];
  readonly min: number | null;
  readonly max: number | null;
  readonly default: number | null;
}

function numberProblems(field: NumberLimits, limit: number): readonly FieldProblem[] {
  const { min, max } = field;
  if (min !== null && max !== null && min > max) {
    return [
      { code: "min-above-max", message: `the least value ${min} is above the greatest ${max}.` },
    ];
  }
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

function numericProblems(
  field: Extract<Field, { readonly type: "numeric" }>,
): readonly FieldProblem[] {
  const { precision, scale, min, max } = field;
  if (scale > precision) {
    return [
      {
        code: "scale-above-precision",
        message: `${scale} digits after the point are more than its ${precision} digits.`,
      },
    ];
  }
  const unit = 10 ** scale;
  const uneven = [min, max, field.default].filter(
    (value) => value !== null && Number(value.toFixed(scale)) !== value,
  );
  return [
    ...numberProblems(field, (10 ** precision - 1) / unit),
    ...uneven.map((value) => ({
      code: "value-out-of-range",
      message: `${value} has more than ${scale} digits after the point.`,
    })),
  ];
}

function listProblems({
  items,
}: Extract<Field, { readonly type: "list" }>): readonly FieldProblem[] {
  if (items.type === "integer") {
    return numberProblems({ ...items, default: null }, integerLimit);
  }
  const values = items.oneOf ?? [];
  return [
    ...repeated(values).map((value) => ({
      code: "repeated-value",
      message: `the value "${value}" is listed twice.`,
    })),
    ...values
      .filter((value) => value === "" || [...value].length > items.max)
      .map((value) => ({
        code: "value-breaks-check",
        message: `the item "${value}" has not 1 to ${items.max} characters.`,
      })),
  ];
}

function jsonProblems(field: Extract<Field, { readonly type: "json" }>): readonly FieldProblem[] {
  const keys = Object.values(field.shape);
  if (keys.length === 0) return [{ code: "empty-shape", message: "its shape declares no key." }];
  if (field.default === "empty" && keys.some(({ required }) => required)) {
    return [
      {
        code: "value-breaks-check",
        message: "the empty object lacks the required keys of its shape.",
      },
    ];
  }
  if (exampleValue(field, 0) !== null) return [];
  return [
    {
      code: "value-breaks-check",
      message: `an object with all its keys has more than ${field.maxBytes} bytes.`,
    },
  ];
}
