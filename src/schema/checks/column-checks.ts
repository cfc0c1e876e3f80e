import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { columnKinds } from "./columns-of-entity.ts";
import { computedChecks } from "./computed-checks.ts";
import { entityFinding, repeated } from "./entity-finding.ts";
import { indexChecks } from "./index-checks.ts";
import { orderChecks, orderNames } from "./order-checks.ts";
import { partialKeyChecks } from "./partial-key-checks.ts";

/** Keys, indexes and pairs over columns that do not exist or cannot be used so. */
export function columnChecks(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  const kinds = columnKinds(entity, entities);
  const unknown = uses(entity)
    .filter(({ column }) => !kinds.has(column))
    .map(({ column, what }) =>
      entityFinding(entity, {
        code: "unknown-column",
        message: `${what} of ${entity.name} names the column "${column}", which does not exist. Known: ${[...kinds.keys()].join(", ")}.`,
        fix: "Name one of the known columns, or add the field.",
      }),
    );
  return [
    ...unknown,
    ...repeatedColumns(entity),
    ...lowerFields(entity),
    ...distinctPairs(entity, kinds),
    ...keyColumns(entity),
    ...moneyFields(entity),
    ...computedChecks(entity),
    ...unindexable(entity),
    ...indexChecks(entity),
    ...orderChecks(entity, kinds),
    ...partialKeyChecks(entity, kinds),
    ...nulCharacters(entity),
  ];
}

interface ColumnUse {
  readonly what: string;
  readonly column: string;
}

function uses(entity: Entity): readonly ColumnUse[] {
  const partial = entity.partialUnique ?? [];
  return [
    ...list("The key", entity.key ?? []),
    ...entity.unique.flatMap((columns) => list("A unique key", columns)),
    ...partial.flatMap(({ fields, where }) => [
      ...list("A partial unique key", fields),
      ...list("The condition of a partial unique key", [where.field]),
    ]),
    ...entity.indexes.flatMap(({ fields }) =>
      list(
        "An index",
        fields.map((field) => field.replace(/ desc$/, "")),
      ),
    ),
    ...(entity.orders ?? []).flatMap((order) => list("An order", orderNames(order))),
    ...entity.distinct.flatMap((pair) => list("A distinct pair", pair)),
    ...list("The list of immutable columns", entity.immutable),
    ...list("The owner", entity.owner === null ? [] : [entity.owner]),
  ];
}

function list(what: string, columns: readonly string[]): readonly ColumnUse[] {
  return columns.map((column) => ({ what, column }));
}

function repeatedColumns(entity: Entity): readonly Diagnostic[] {
  const lists = [
    ...(entity.key === null ? [] : [{ what: "The key", columns: entity.key }]),
    ...entity.unique.map((columns) => ({ what: "A unique key", columns })),
    ...(entity.partialUnique ?? []).map(({ fields }) => ({
      what: "A partial unique key",
      columns: fields,
    })),
    ...entity.indexes.map(({ fields }) => ({
      what: "An index",
      columns: fields.map((field) => field.replace(/ desc$/, "")),
    })),
    ...(entity.orders ?? []).map((order) => ({ what: "An order", columns: orderNames(order) })),
    ...entity.distinct.map((pair) => ({ what: "A distinct pair", columns: [...pair] })),
  ];
  return lists.flatMap(({ what, columns }) =>
    repeated(columns).map((column) =>
      entityFinding(entity, {
        code: "repeated-column",
        message: `${what} of ${entity.name} names the column "${column}" more than once.`,
        fix: "Name it once.",
      }),
    ),
  );
}

function lowerFields(entity: Entity): readonly Diagnostic[] {
  return entity.fields.flatMap((field) => {
    if (field.type !== "lower") return [];
    const source = entity.fields.find(({ name }) => name === field.of);
    const found: Diagnostic[] = [];
    if (source?.type !== "text") {
      found.push(
        entityFinding(entity, {
          code: "unknown-column",
          message: `${entity.name}.${field.name} is the lower-case copy of "${field.of}", which is no text field of ${entity.name}.`,
          fix: "Name a text field.",
        }),
      );
    } else if (field.required && !source.required) {
      found.push(
        entityFinding(entity, {
          code: "required-copy",
          message: `${entity.name}.${field.name} is required, but copies ${field.of}, which is optional.`,
          fix: "Make both required or both optional.",
        }),
      );
    }
    if (entity.immutable.includes(field.name)) {
      found.push(
        entityFinding(entity, {
          code: "immutable-copy",
          message: `${entity.name}.${field.name} is made by the database, so it cannot be immutable itself.`,
          fix: `Make ${field.of} immutable.`,
        }),
      );
    }
    return found;
  });
}

function distinctPairs(
  entity: Entity,
  kinds: ReturnType<typeof columnKinds>,
): readonly Diagnostic[] {
  return entity.distinct
    .filter(
      ([left, right]) =>
        kinds.has(left) && kinds.has(right) && kinds.get(left) !== kinds.get(right),
    )
    .map(([left, right]) =>
      entityFinding(entity, {
        code: "distinct-types",
        message: `${left} (${kinds.get(left)}) and ${right} (${kinds.get(right)}) of ${entity.name} cannot be compared.`,
        fix: "Name two columns of the same type.",
      }),
    );
}

function keyColumns(entity: Entity): readonly Diagnostic[] {
  const fields = entity.fields.filter(({ name }) => entity.key?.includes(name) === true);
  return fields
    .filter(({ type }) => type === "lower")
    .map(({ name }) =>
      entityFinding(entity, {
        code: "copy-in-key",
        message: `The key of ${entity.name} contains ${name}, which the database makes from another field.`,
        fix: "Put the field itself into the key, and the copy into a unique key.",
      }),
    );
}

/** The currency of an amount is in a text of the same row that must be a code whenever the amount is there. */
function moneyFields(entity: Entity): readonly Diagnostic[] {
  return entity.fields.flatMap((field) => {
    if (field.type !== "money" || typeof field.currency === "string") return [];
    const { field: named } = field.currency;
    const source = entity.fields.find(({ name }) => name === named);
    const isCode =
      source?.type === "text" &&
      (source.format === "currency" ||
        source.oneOf?.every((value) => /^[A-Z]{3}$/.test(value)) === true);
    if (isCode && (source.required || !field.required)) return [];
    return [
      entityFinding(entity, {
        code: "currency-column",
        message: `${entity.name}.${field.name} takes its currency from "${named}", which is no${isCode ? " required" : ""} text field of currency codes.`,
        fix: `Make ${named} a required text field with format: currency, or name one code for all rows.`,
      }),
    ];
  });
}

/** Comparing them is not leakproof, so below row level security no index over them would be used. */
function unindexable(entity: Entity): readonly Diagnostic[] {
  const types = new Map(entity.fields.map(({ name, type }) => [name, type]));
  return uses(entity)
    .filter(({ what }) => what !== "The list of immutable columns")
    .flatMap(({ what, column }) => {
      const type = types.get(column);
      if (type !== "list" && type !== "json") return [];
      return [
        entityFinding(entity, {
          code: "unindexable-column",
          message: `${what} of ${entity.name} names ${column}, which is a ${type}.`,
          fix: "Make an entity of its items, or take what is compared into a field of its own.",
        }),
      ];
    });
}

function nulCharacters(entity: Entity): readonly Diagnostic[] {
  if (!JSON.stringify(entity).includes("\\u0000")) return [];
  return [
    entityFinding(entity, {
      code: "nul-character",
      message: `A text of ${entity.name} contains the character U+0000, which Postgres cannot store.`,
      fix: "Remove it.",
    }),
  ];
}
