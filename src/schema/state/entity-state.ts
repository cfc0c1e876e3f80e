import type { Node } from "@pgsql/types";
import type { Bucket, Entity, PartialUnique } from "../../spec/entity.ts";
import type { Field } from "../../spec/field.ts";
import { boolean, column, decimal, equal, isNull, isPresent, text } from "../ast/expressions.ts";
import { publicSchema, privateSchema } from "../ast/names.ts";
import {
  alterPublication,
  commentOn,
  createIndex,
  createSchema,
  drop,
  inPublic,
} from "../ast/statements.ts";
import { auditLogOf, auditTriggerOf } from "./audit-parts.ts";
import { blockFunctionOf, keepApartOf } from "./block-parts.ts";
import { columnsOf } from "./columns.ts";
import { constraintsOf } from "./constraints.ts";
import { countingOf } from "./counting.ts";
import { part, type DatabaseState, type Part, type TableState } from "./database-state.ts";
import { entitySet, type EntitySet } from "./entity-set.ts";
import { eventPartsOf, eventTime } from "./event-parts.ts";
import { guardOf } from "./guard.ts";
import { indexesOf, partialKeysOf } from "./indexes.ts";
import { membershipSetsOf } from "./membership-sets.ts";
import { securityOf } from "./policies.ts";
import { purgePartOf } from "./purge-part.ts";
import { conditionNode } from "./row-conditions.ts";
import { searchPartsOf } from "./search.ts";
import { signUpOf } from "./sign-up.ts";
import { storageOf } from "./storage.ts";
import { updatedAtFunction, updatedAtTrigger } from "./updated-at.ts";

/** The database that checked entities and buckets describe. No entities: nothing but storage. */
export function databaseState(
  entities: readonly Entity[],
  buckets: readonly Bucket[],
): DatabaseState {
  const set = entitySet(entities);
  return {
    shared:
      entities.length === 0
        ? []
        : [
            ...sharedParts(),
            ...auditLogOf(set.entities),
            ...membershipSetsOf(set),
            ...blockFunctionOf(set),
          ],
    tables: set.entities.map((entity) => tableState(entity, set)),
    storage: storageOf(buckets),
  };
}

function sharedParts(): readonly Part[] {
  const schema = part({
    id: "schema",
    create: [createSchema(privateSchema)],
    drop: [],
    inPlace: true,
  });
  return [schema, updatedAtFunction()];
}

function tableState(entity: Entity, set: EntitySet): TableState {
  return {
    name: entity.table,
    title: entity.title,
    columns: columnsOf(entity, set),
    constraints: constraintsOf(entity, set),
    partitionedBy: entity.events === true ? eventTime : null,
    parts: [
      ...commentParts(entity),
      ...eventPartsOf(entity),
      ...indexParts(entity),
      ...partialKeyParts(entity),
      ...searchPartsOf(entity, set),
      ...purgePartOf(entity, set),
      updatedAtTrigger(entity),
      ...guardOf(entity, set),
      ...keepApartOf(entity, set),
      ...countingOf(entity, set),
      ...auditTriggerOf(entity),
      ...signUpOf(entity),
      ...securityOf(entity, set),
      ...publicationParts(entity),
    ],
  };
}

function commentParts(entity: Entity): readonly Part[] {
  const described = [
    { name: null, comment: entity.description },
    ...entity.references.map(({ field, description }) => ({ name: field, comment: description })),
    ...entity.fields.map((field) => ({ name: field.name, comment: fieldComment(field) })),
  ];
  const table = inPublic(entity.table);
  return described
    .filter(({ comment }) => comment !== "")
    .map(({ name, comment }) =>
      part({
        id: `comment ${entity.table} ${name ?? ""}`,
        create: [commentOn({ table, column: name, comment })],
        drop: [commentOn({ table, column: name, comment: null })],
        inPlace: true,
      }),
    );
}

/** The unit of an amount is nowhere else in the database. */
function fieldComment(field: Field): string {
  if (field.type !== "money") return field.description;
  const { currency, description } = field;
  const unit =
    typeof currency === "string"
      ? `In minor units of ${currency}.`
      : `In minor units of the currency in ${currency.field}.`;
  return description === "" ? unit : `${description} ${unit}`;
}

function indexParts(entity: Entity): readonly Part[] {
  return indexesOf(entity).map(({ name, columns, where }) => {
    const rows = where === null ? {} : { where: conditionNode(where) };
    return part({
      id: `index ${name}`,
      create: [createIndex({ name, table: inPublic(entity.table), columns, ...rows })],
      drop: [drop("OBJECT_INDEX", [publicSchema, name])],
    });
  });
}

function partialKeyParts(entity: Entity): readonly Part[] {
  return partialKeysOf(entity).map(({ name, fields, where }) => {
    const columns = fields.map((field) => ({ name: field, descending: false }));
    const table = inPublic(entity.table);
    return part({
      id: `index ${name}`,
      create: [createIndex({ name, table, columns, unique: true, where: whereNode(where) })],
      drop: [drop("OBJECT_INDEX", [publicSchema, name])],
    });
  });
}

function whereNode(where: PartialUnique["where"]): Node {
  const subject = column(where.field);
  if ("present" in where) return where.present ? isPresent(subject) : isNull(subject);
  const { equals } = where;
  if (typeof equals === "boolean") return equal(subject, boolean(equals));
  return equal(subject, typeof equals === "number" ? decimal(equals) : text(equals));
}

/** The publication that Supabase's realtime service reads; it is there in every project. */
const realtimePublication = "supabase_realtime";

function publicationParts(entity: Entity): readonly Part[] {
  if (entity.realtime !== true) return [];
  const table = inPublic(entity.table);
  return [
    part({
      id: `publication ${entity.table}`,
      create: [alterPublication(realtimePublication, { table, action: "add" })],
      drop: [alterPublication(realtimePublication, { table, action: "drop" })],
    }),
  ];
}
