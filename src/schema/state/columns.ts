import type { Constraint, Node, TypeName } from "@pgsql/types";
import type { Entity } from "../../spec/entity.ts";
import type { Field } from "../../spec/field.ts";
import {
  call,
  column,
  equal,
  integer,
  relation,
  scalar,
  select,
  typeName,
} from "../ast/expressions.ts";
import { publicSchema } from "../ast/names.ts";
import type { ColumnState } from "./database-state.ts";
import { primaryKey, type EntitySet, type IncomingCounter } from "./entity-set.ts";
import { searchColumn } from "../search.ts";
import { computationOf, defaultOf, typeOf } from "./field-columns.ts";
import { searchVector } from "./search-vector.ts";

interface Column {
  readonly name: string;
  readonly type: TypeName;
  readonly required: boolean;
  readonly defaultValue?: Node | null;
  readonly generated?: Node;
}

/** The columns of an entity's table in order: id, references, fields, counters, times. */
export function columnsOf(entity: Entity, set: EntitySet): readonly ColumnState[] {
  const identity = entity.key === null ? [identityColumn(entity)] : [];
  const references = entity.references.map((reference) =>
    columnState({
      name: reference.field,
      type: typeName("uuid"),
      required: isRequired(entity, reference),
    }),
  );
  const counters = set.countersOn(entity).map((counter) => counterColumn(entity, counter));
  const times = ["created_at", "updated_at"].map((name) =>
    columnState({ name, type: typeName("timestamptz"), required: true, defaultValue: call("now") }),
  );
  const search = searchColumns(entity);
  const fields = entity.fields.map(fieldColumn);
  return [...identity, ...references, ...fields, ...counters, ...search, ...times];
}

function searchColumns(entity: Entity): readonly ColumnState[] {
  const generated = searchVector(entity);
  if (generated === null) return [];
  return [
    columnState({ name: searchColumn, type: typeName("tsvector"), required: true, generated }),
  ];
}

/** Columns of a primary key are NOT NULL whatever the field says. */
function isRequired(
  entity: Entity,
  { field, required }: { readonly field: string; readonly required: boolean },
): boolean {
  return required || primaryKey(entity).includes(field);
}

function identityColumn(entity: Entity): ColumnState {
  const defaultValue = entity.signUp === null ? call("gen_random_uuid") : null;
  return columnState({ name: "id", type: typeName("uuid"), required: true, defaultValue });
}

function fieldColumn(field: Field): ColumnState {
  const { name, required } = field;
  const generated = computationOf(field);
  return columnState({
    name,
    required,
    type: typeOf(field),
    defaultValue: defaultOf(field),
    ...(generated === null ? {} : { generated }),
  });
}

function counterColumn(
  entity: Entity,
  { column: name, counted, reference }: IncomingCounter,
): ColumnState {
  const counterState = columnState({
    name,
    type: typeName("int4"),
    required: true,
    defaultValue: integer(0),
  });
  // The alias keeps both sides apart when an entity counts its own rows.
  const count = select({
    columns: [
      {
        FuncCall: {
          funcname: [{ String: { sval: "count" } }],
          agg_star: true,
          funcformat: "COERCE_EXPLICIT_CALL",
        },
      },
    ],
    from: { RangeVar: relation({ schema: publicSchema, table: counted.table, alias: "counted" }) },
    where: equal(column("counted", reference.field), column("parent", "id")),
  });
  // Run again, it must not forget events of months that are put away.
  const val: Node =
    counted.events === true
      ? {
          MinMaxExpr: { op: "IS_GREATEST", args: [column("parent", name), scalar(count)] },
        }
      : scalar(count);
  const backfill: Node = {
    UpdateStmt: {
      relation: relation({ schema: publicSchema, table: entity.table, alias: "parent" }),
      targetList: [{ ResTarget: { name, val } }],
    },
  };
  return { ...counterState, backfill, backfillFrom: counted.table };
}

function columnState({
  name,
  type,
  required,
  defaultValue = null,
  generated,
}: Column): ColumnState {
  const constraints: Constraint[] = [];
  if (required) constraints.push({ contype: "CONSTR_NOTNULL" });
  if (defaultValue !== null)
    constraints.push({ contype: "CONSTR_DEFAULT", raw_expr: defaultValue });
  if (generated !== undefined) {
    constraints.push({ contype: "CONSTR_GENERATED", raw_expr: generated, generated_when: "a" });
  }
  return {
    name,
    node: {
      colname: name,
      typeName: type,
      is_local: true,
      ...(constraints.length === 0
        ? {}
        : { constraints: constraints.map((Constraint) => ({ Constraint })) }),
    },
    backfill: null,
    backfillFrom: null,
  };
}
