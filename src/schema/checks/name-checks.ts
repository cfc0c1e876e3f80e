import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { Bucket, Entity } from "../../spec/entity.ts";
import { objectName } from "../ast/names.ts";
import { searchColumn } from "../search.ts";
import { uniqueKeys } from "../state/entity-set.ts";
import { indexesOf, partialKeysOf } from "../state/indexes.ts";
import { counterColumns } from "./columns-of-entity.ts";
import { entityFinding, repeated } from "./entity-finding.ts";
import { reservedWords, systemColumnNames } from "./reserved-words.ts";

/** Columns that every table has without being asked. */
const ownColumns = new Set(["id", "created_at", "updated_at"]);
const columnWords: ReadonlySet<string> = new Set([...reservedWords, ...systemColumnNames]);
const identifier = /^[a-z][a-z0-9_]{0,47}$/;

/** Names that clash, that are not identifiers, or that Postgres or every table has for itself. */
export function nameChecks(
  entities: readonly Entity[],
  buckets: readonly Bucket[],
): readonly Diagnostic[] {
  return [
    ...repeatedNames({
      code: "duplicate-entity",
      what: "entities are named",
      names: entities.map(({ name }) => name),
    }),
    ...repeatedNames({
      code: "duplicate-table",
      what: "entities use the table",
      names: entities.map(({ table }) => table),
    }),
    ...repeatedNames({
      code: "duplicate-bucket",
      what: "buckets are named",
      names: buckets.map(({ name }) => name),
    }),
    ...repeatedNames({
      code: "duplicate-object",
      what: "generated tables, keys or indexes are named",
      names: [...new Set(entities.map(({ table }) => table)), ...entities.flatMap(generatedNames)],
    }),
    ...entities.flatMap((entity) => [
      ...unusableName(entity, { name: entity.name, words: new Set() }),
      ...unusableName(entity, { name: entity.table, words: reservedWords }),
      ...columnNames(entity, entities),
    ]),
  ];
}

interface RepeatedNames {
  readonly code: string;
  /** Two or more ... */
  readonly what: string;
  readonly names: readonly string[];
}

function repeatedNames({ code, what, names }: RepeatedNames): readonly Diagnostic[] {
  return repeated(names).map((name) =>
    diagnostic({
      code: `schema/${code}`,
      name,
      message: `Two or more ${what} "${name}".`,
      fix: "Rename all but one of them.",
    }),
  );
}

/** Keys and indexes share their names with the tables of a schema. */
function generatedNames(entity: Entity): readonly string[] {
  return [
    objectName(entity.table, "pkey"),
    ...uniqueKeys(entity).map((columns) => objectName(entity.table, ...columns, "key")),
    ...partialKeysOf(entity).map(({ name }) => name),
    ...indexesOf(entity).map(({ name }) => name),
    ...(entity.search === undefined ? [] : [objectName(entity.table, searchColumn, "idx")]),
  ];
}

interface NameCheck {
  readonly name: string;
  /** Words that the name must not be. */
  readonly words: ReadonlySet<string>;
}

function unusableName(entity: Entity, { name, words }: NameCheck): readonly Diagnostic[] {
  return unusable(name, words).map((reason) =>
    entityFinding(entity, {
      code: "unusable-name",
      message: `The name "${name}" in ${entity.name} cannot be used: ${reason}.`,
      fix: "Rename it, in lower snake case.",
    }),
  );
}

function columnNames(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  const written = [
    ...entity.references.map(({ field }) => field),
    ...entity.fields.map(({ name }) => name),
  ];
  const counters = counterColumns(entity, entities);
  const all = [...written, ...counters];
  const reserved = [...new Set(all)].filter(
    (name) => ownColumns.has(name) || (name === searchColumn && entity.search !== undefined),
  );
  return [
    ...reserved.map((name) =>
      entityFinding(entity, {
        code: "reserved-column",
        message: `The column "${name}" of ${entity.name} is made ${name === searchColumn ? "by its search" : "for every table"}; a field cannot be named so.`,
        fix: "Rename the field.",
      }),
    ),
    ...repeated(all).map((name) =>
      entityFinding(entity, {
        code: "duplicate-column",
        message: `Two or more fields, references or counters make the column "${name}" of ${entity.name}.`,
        fix: "Rename all but one of them.",
      }),
    ),
    ...[...new Set(all)].flatMap((name) => unusableName(entity, { name, words: columnWords })),
  ];
}

function unusable(name: string, words: ReadonlySet<string>): readonly string[] {
  if (!identifier.test(name)) return ["it is not lower snake case of at most 48 characters"];
  return words.has(name) ? ["it is a reserved word of Postgres"] : [];
}
