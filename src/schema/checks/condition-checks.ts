import type { Diagnostic } from "../../core/diagnostic.ts";
import type { RowCondition } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { matchesPattern } from "../matrix/pattern-example.ts";
import { comparedValues } from "../rule-tree.ts";
import { entityFinding } from "./entity-finding.ts";

type Field = Entity["fields"][number];

interface ConditionCheck {
  readonly entity: Entity;
  /** The rule that looks: "The select rule of article". */
  readonly subject: string;
  readonly condition: RowCondition;
}

/** Field type -> the constants that a condition may compare it with, beside null. */
const comparable: Readonly<
  Partial<Record<Field["type"], "string" | "number" | "boolean" | "none">>
> = {
  text: "string",
  integer: "number",
  bigint: "number",
  boolean: "boolean",
  timestamptz: "none",
  date: "none",
};

/** Conditions on columns that clients do not write, and on values that the column never has. */
export function conditionChecks({
  entity,
  subject,
  condition,
}: ConditionCheck): readonly Diagnostic[] {
  const start = `${subject} looks at "${condition.field}"`;
  const field = entity.fields.find(({ name }) => name === condition.field);
  if (field === undefined) {
    return [
      entityFinding(entity, {
        code: "unknown-condition-field",
        message: `${start}, which is no field of it.`,
        fix: `Name one of: ${entity.fields.map(({ name }) => name).join(", ") || "(it has no fields)"}.`,
      }),
    ];
  }
  if (comparable[field.type] === undefined) {
    return [
      entityFinding(entity, {
        code: "condition-on-type",
        message: `${start} of type ${field.type}, which conditions cannot compare.`,
        fix: `Choose a field of one of the types: ${Object.keys(comparable).join(", ")}.`,
      }),
    ];
  }
  return comparedValues(condition)
    .filter((value) => !mayHold(field, value))
    .map((value) =>
      entityFinding(entity, {
        code: "condition-value",
        message: `${start} and compares it with ${JSON.stringify(value)}, which it never holds.`,
        fix: "Compare it with a value that its type and checks allow.",
      }),
    );
}

function mayHold(field: Field, value: string | number | boolean | null): boolean {
  if (value === null) return !field.required;
  if (typeof value !== comparable[field.type]) return false;
  if (field.type === "text" && typeof value === "string") {
    const { length } = [...value];
    return (
      length >= field.min &&
      length <= field.max &&
      (field.oneOf === null || field.oneOf.includes(value)) &&
      (field.pattern === null || matchesPattern(field.pattern, value) !== false)
    );
  }
  if ((field.type === "integer" || field.type === "bigint") && typeof value === "number") {
    return value >= (field.min ?? value) && value <= (field.max ?? value);
  }
  return true;
}
