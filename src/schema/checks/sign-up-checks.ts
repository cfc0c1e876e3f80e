import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { isMade } from "../../spec/field.ts";
import { uniqueKeys } from "../state/entity-set.ts";
import { entityFinding } from "./entity-finding.ts";
import { satisfies } from "./field-value-checks.ts";

/** What the fallback "handle" looks like: `user_` and twelve hex digits. */
const exampleHandles = ["user_0123456789ab", "user_cdef00000000"];

/** Rows that sign-up could not make: then a user would be without one. */
export function signUpChecks(entity: Entity): readonly Diagnostic[] {
  if (entity.signUp === null) return [];
  const { fields } = entity.signUp;
  const finding = (message: string, fix: string) =>
    entityFinding(entity, { code: "sign-up", message, fix });
  const missing = [
    ...entity.fields
      .filter(
        (field) =>
          field.required && !isMade(field) && field.default === null && !(field.name in fields),
      )
      .map(({ name }) => name),
    ...entity.references.filter(({ required }) => required).map(({ field }) => field),
  ];
  return [
    ...(entity.key === null
      ? []
      : [
          finding(
            `${entity.name} is made at sign-up, so its id is the user's; it cannot have a key of several columns.`,
            "Remove the key.",
          ),
        ]),
    ...missing.map((name) =>
      finding(
        `Sign-up makes ${entity.name} without ${name}, which is required.`,
        "Give it a default or a value at sign-up, or make it optional.",
      ),
    ),
    ...Object.entries(fields).flatMap(([name, { fallback }]) =>
      checkFallback({ entity, name, fallback }).map((message) =>
        finding(message, "Correct the fallback or the field."),
      ),
    ),
  ];
}

interface FallbackCheck {
  readonly entity: Entity;
  readonly name: string;
  readonly fallback: "handle" | "empty";
}

function checkFallback({ entity, name, fallback }: FallbackCheck): readonly string[] {
  const field = entity.fields.find((candidate) => candidate.name === name);
  if (field?.type !== "text")
    return [`Sign-up fills "${name}", which is no text field of ${entity.name}.`];
  const values = fallback === "handle" ? exampleHandles : [""];
  const broken = values.find((value) => !satisfies(field, value));
  const copies = entity.fields
    .filter((other) => other.type === "lower" && other.of === name)
    .map((copy) => copy.name);
  const isUnique = uniqueKeys(entity).some(
    (columns) => columns.length === 1 && [name, ...copies].includes(columns[0] ?? ""),
  );
  return [
    ...(broken === undefined
      ? []
      : [`The fallback "${broken}" of ${entity.name}.${name} breaks the field's own checks.`]),
    ...(fallback === "empty" && isUnique
      ? [`The fallback of ${entity.name}.${name} is the empty text, but the field is unique.`]
      : []),
  ];
}
