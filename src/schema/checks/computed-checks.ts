import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import type { ComputedField, Field } from "../../spec/field.ts";
import { entityFinding } from "./entity-finding.ts";

/** Computed fields whose sources are missing or of the wrong type, that could overflow, or that are used where written ones are needed. */
export function computedChecks(entity: Entity): readonly Diagnostic[] {
  return entity.fields.flatMap((field) =>
    field.type === "computed"
      ? [...sourceProblems(entity, field), ...useProblems(entity, field)].map((problem) =>
          entityFinding(entity, {
            ...problem,
            message: `${entity.name}.${field.name} ${problem.message}`,
          }),
        )
      : [],
  );
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

function sourceProblems({ fields }: Entity, field: ComputedField): readonly Problem[] {
  const sources = field.of.map((name) => fields.find((other) => other.name === name));
  const wanted = field.by === "join" ? "text" : "integer, bigint or money";
  const isUsable = (source: Field | undefined): source is Field =>
    source !== undefined &&
    (field.by === "join" ? source.type === "text" : limitsOf(source) !== null);
  const bad = field.of.filter((_, position) => !isUsable(sources[position]));
  if (bad.length > 0) {
    return bad.map((name) => ({
      code: "computed-source",
      message: `is the ${field.by} of "${name}", which is no ${wanted} field that clients write.`,
      fix: `Name ${wanted} fields of the same entity.`,
    }));
  }
  const usable = sources.filter(isUsable);
  const optional = usable.filter(({ required }) => field.required && !required);
  const reach = field.by === "join" ? 0 : reachOf(field.by, usable);
  return [
    ...optional.map(({ name }) => ({
      code: "required-copy",
      message: `is required, but made from ${name}, which is optional.`,
      fix: "Make both required or both optional.",
    })),
    ...(reach > Number.MAX_SAFE_INTEGER
      ? [
          {
            code: "computed-overflow",
            message: `may reach ${reach.toExponential(1)}, more than a JavaScript number holds exactly.`,
            fix: `Give ${field.of.join(", ")} closer limits (min, max).`,
          },
        ]
      : []),
  ];
}

interface Limits {
  readonly low: number;
  readonly high: number;
}

/** What a number field can hold; null for other types. A bigint without limits can hold anything. */
function limitsOf(field: Field): Limits | null {
  switch (field.type) {
    case "integer":
      return { low: field.min ?? -2_147_483_648, high: field.max ?? 2_147_483_647 };
    case "bigint":
      return { low: field.min ?? -Infinity, high: field.max ?? Infinity };
    case "money":
      return { low: field.min, high: field.max };
    default:
      return null;
  }
}

/** The greatest distance from zero that the result, or what it is computed by way of, can have. */
function reachOf(by: "sum" | "difference" | "product", sources: readonly Field[]): number {
  const distances = sources.map((source) => {
    const limits = limitsOf(source);
    return limits === null ? 0 : Math.max(Math.abs(limits.low), Math.abs(limits.high));
  });
  return distances.reduce((total, own) =>
    by === "product" ? total * Math.max(1, own) : total + own,
  );
}

function useProblems(entity: Entity, { name }: ComputedField): readonly Problem[] {
  const uses = [
    { what: "the key", columns: entity.key ?? [] },
    { what: "a unique key", columns: entity.unique.flat() },
    {
      what: "a partial unique key",
      columns: (entity.partialUnique ?? []).flatMap(({ fields, where }) => [
        ...fields,
        where.field,
      ]),
    },
    { what: "a distinct pair", columns: entity.distinct.flat() },
    { what: "the list of immutable columns", columns: entity.immutable },
  ];
  return uses
    .filter(({ columns }) => columns.includes(name))
    .map(({ what }) => ({
      code: "computed-in-key",
      message: `is made by the database, so it cannot be in ${what}.`,
      fix: "Name the fields from which it is made.",
    }));
}
