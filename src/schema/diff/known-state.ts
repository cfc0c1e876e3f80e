import type { ColumnDef, Constraint, Node } from "@pgsql/types";
import { catalogKey, type CatalogKind, type CatalogObject } from "../../spec/catalog-object.ts";
import { publicSchema, qualified } from "../ast/names.ts";
import {
  part,
  type ColumnState,
  type ConstraintState,
  type DatabaseState,
  type Part,
  type TableState,
} from "../state/database-state.ts";
import { changedFacts, type Catalog } from "./catalog.ts";
import { objectKeys } from "./object-keys.ts";
import { parseColumn } from "./parse-statement.ts";
import { dropOf } from "./drop-object.ts";

export interface KnownStateRequest {
  /** The database as it is. */
  readonly actual: Catalog;
  /** The database that `after` makes. */
  readonly wanted: Catalog;
  readonly after: DatabaseState;
  /** Keys of objects that must be made anew although they are right. */
  readonly detached: ReadonlySet<string>;
}

/**
 * The database as it is in the words of entities: what is as wanted is the very same as in `after`, what is different
 * has only its name in common with it, and what nobody wants is there to be dropped.
 */
export function knownState(request: KnownStateRequest): DatabaseState {
  const { actual, wanted, after } = request;
  const declared = new Set(after.tables.map(({ name }) => name));
  const extras = actual.objects.filter(
    ({ kind, schema, table, facts }) =>
      kind === "table" &&
      schema === publicSchema &&
      !declared.has(table ?? "") &&
      facts["partition"] === null,
  );
  return {
    shared: knownParts(after.shared, request),
    tables: [
      ...after.tables
        .filter(({ name }) => actual.has(tableKey(name)))
        .map((table) => knownTable(table, request)),
      ...extras.map(({ table }) => unknownTable(table ?? "", actual)),
    ],
    storage: [
      ...knownParts(after.storage, request),
      ...actual.objects
        .filter((object) => object.schema === "storage" && !wanted.has(catalogKey(object)))
        .flatMap(extraPart),
    ],
  };
}

function tableKey(table: string): string {
  return keyOf("table", { table, name: "" });
}

function keyOf(
  kind: CatalogKind,
  { table, name }: { readonly table: string; readonly name: string },
): string {
  return catalogKey({ kind, schema: publicSchema, table, name });
}

function knownTable(table: TableState, request: KnownStateRequest): TableState {
  const { actual, wanted } = request;
  const extras = actual
    .ofTable(publicSchema, table.name)
    .filter((object) => !wanted.has(catalogKey(object)));
  const ofKind = (kind: CatalogKind) => extras.filter((object) => object.kind === kind);
  const goneColumns = new Set(ofKind("column").map(({ name }) => name));
  return {
    ...table,
    columns: [
      ...table.columns.flatMap((own) => knownColumn(own, { table: table.name, request })),
      ...ofKind("column").map((object) => extraColumn(object)),
    ],
    constraints: [
      ...table.constraints.flatMap((own) => knownConstraint(own, { table: table.name, request })),
      ...ofKind("constraint").map(extraConstraint),
    ],
    parts: [
      ...knownParts(table.parts, request),
      // The comment of a column goes with it.
      ...extras
        .filter(({ kind, name }) => kind !== "comment" || !goneColumns.has(name))
        .flatMap(extraPart),
    ],
  };
}

interface Place {
  readonly table: string;
  readonly request: KnownStateRequest;
}

function knownColumn(own: ColumnState, { table, request }: Place): readonly ColumnState[] {
  const key = keyOf("column", { table, name: own.name });
  const actual = request.actual.find(key);
  const wanted = request.wanted.find(key);
  if (actual === undefined || wanted === undefined) return [];
  const changed = new Set(changedFacts(actual, wanted));
  if (request.detached.has(key)) changed.add("computed");
  if (changed.size === 0) return [own];
  return [{ ...own, node: mixed({ wanted: own.node, actual: parseColumn(actual), changed }) }];
}

interface Mixture {
  readonly wanted: ColumnDef;
  readonly actual: ColumnDef;
  readonly changed: ReadonlySet<string>;
}

const attributes: Readonly<Record<string, string>> = {
  CONSTR_NOTNULL: "required",
  CONSTR_DEFAULT: "default",
  CONSTR_GENERATED: "computed",
};

/** As wanted where nothing differs, so that only what differs is changed. */
function mixed({ wanted, actual, changed }: Mixture): ColumnDef {
  const from = (node: ColumnDef, isOurs: boolean) =>
    (node.constraints ?? []).filter(
      (own) =>
        "Constraint" in own &&
        changed.has(attributes[own.Constraint.contype ?? ""] ?? "") !== isOurs,
    );
  const types = changed.has("type") ? actual : wanted;
  return {
    ...wanted,
    ...(types.typeName === undefined ? {} : { typeName: types.typeName }),
    constraints: [...from(wanted, true), ...from(actual, false)],
  };
}

function extraColumn(object: CatalogObject): ColumnState {
  return { name: object.name, node: parseColumn(object), backfill: null, backfillFrom: null };
}

function knownConstraint(
  own: ConstraintState,
  { table, request }: Place,
): readonly ConstraintState[] {
  const key = keyOf("constraint", { table, name: own.name });
  const actual = request.actual.find(key);
  if (actual === undefined) return [];
  return isSame(key, request) ? [own] : [extraConstraint(actual)];
}

/** Only its name counts, by which it is dropped, and whether it points to another table. */
function extraConstraint({ name, facts }: CatalogObject): ConstraintState {
  const node: Constraint = { contype: "CONSTR_CHECK", conname: name };
  return { name, node, references: facts["kind"] === "f" ? (facts["references"] ?? "") : null };
}

function isSame(key: string, { actual, wanted, detached }: KnownStateRequest): boolean {
  const found = actual.find(key);
  const other = wanted.find(key);
  if (found === undefined || other === undefined || detached.has(key)) return false;
  return changedFacts(found, other).length === 0;
}

function knownParts(parts: readonly Part[], request: KnownStateRequest): readonly Part[] {
  return parts.flatMap((own) => {
    const keys = [...new Set(own.create.flatMap(objectKeys))].flatMap((key) =>
      request.wanted.resolve(key),
    );
    if (keys.every((key) => isSame(key, request))) return [own];
    // Its own words never compare equal to others, so that it is dropped or replaced.
    return keys.some((key) => request.actual.has(key)) ? [{ ...own, create: [otherWords] }] : [];
  });
}

const otherWords: Node = { NotifyStmt: { conditionname: "different" } };

function extraPart(object: CatalogObject): readonly Part[] {
  const found = dropOf(object);
  return found === null
    ? []
    : [part({ id: `extra ${catalogKey(object)}`, create: [otherWords], drop: [found] })];
}

/** Foreign keys among tables that go are dropped first. */
function unknownTable(name: string, actual: Catalog): TableState {
  const foreignKeys = actual
    .ofTable(publicSchema, name)
    .filter(
      ({ kind, facts }) =>
        kind === "constraint" &&
        facts["kind"] === "f" &&
        facts["references"] !== qualified(publicSchema, name),
    );
  return {
    name,
    title: name,
    columns: [],
    partitionedBy: null,
    constraints: foreignKeys.map(extraConstraint),
    parts: [],
  };
}
