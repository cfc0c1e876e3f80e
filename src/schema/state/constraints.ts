import type { Constraint, Node } from "@pgsql/types";
import type { Entity, Reference } from "../../spec/entity.ts";
import { column, integer, isDistinct, operation, relation, string } from "../ast/expressions.ts";
import { objectName, publicSchema } from "../ast/names.ts";
import type { ConstraintState } from "./database-state.ts";
import { primaryKey, uniqueKeys, type EntitySet } from "./entity-set.ts";
import { fieldChecks } from "./field-checks.ts";

/** Primary key, foreign keys, unique keys and checks of an entity's table, all named. */
export function constraintsOf(entity: Entity, set: EntitySet): readonly ConstraintState[] {
  return [
    keyConstraint(entity),
    ...(entity.signUp === null ? [] : [userKey(entity)]),
    ...entity.references.map((reference) =>
      foreignKey({ entity, reference, target: set.find(reference.to) }),
    ),
    ...uniqueKeys(entity).map((columns) => uniqueKey(entity, columns)),
    ...entity.fields.flatMap((field) =>
      fieldChecks(field, column(field.name)).map(({ kind, expression }) =>
        check(objectName(entity.table, field.name, kind, "check"), expression),
      ),
    ),
    ...set
      .countersOn(entity)
      .map(({ column: counter }) =>
        check(
          objectName(entity.table, counter, "range", "check"),
          operation({ left: column(counter), operator: ">=", right: integer(0) }),
        ),
      ),
    ...entity.distinct.map(([left, right]) =>
      check(
        objectName(entity.table, left, right, "distinct", "check"),
        isDistinct(column(left), column(right)),
      ),
    ),
  ];
}

/** The name of the foreign key of a reference, as the API shows it in relationships. */
export function foreignKeyName(entity: Entity, reference: Reference): string {
  return objectName(entity.table, reference.field, "fkey");
}

function keyConstraint(entity: Entity): ConstraintState {
  const name = objectName(entity.table, "pkey");
  // The key of a partitioned table holds what it is partitioned by.
  const keys = [...primaryKey(entity), ...(entity.events === true ? ["created_at"] : [])];
  return own({ contype: "CONSTR_PRIMARY", conname: name, keys: keys.map(string) });
}

function uniqueKey(entity: Entity, columns: readonly string[]): ConstraintState {
  const name = objectName(entity.table, ...columns, "key");
  return own({ contype: "CONSTR_UNIQUE", conname: name, keys: columns.map(string) });
}

function check(name: string, expression: Node): ConstraintState {
  return own({
    contype: "CONSTR_CHECK",
    conname: name,
    initially_valid: true,
    raw_expr: expression,
  });
}

function own(node: Constraint & { readonly conname: string }): ConstraintState {
  return { name: node.conname, node, references: null };
}

/** The letters by which the server stores what happens to rows when the row they point to is deleted. */
const deleteActions = { cascade: "c", "set-null": "n", restrict: "r" } as const;

interface ForeignKey {
  readonly entity: Entity;
  readonly reference: Reference;
  readonly target: Entity;
}

function foreignKey({ entity, reference, target }: ForeignKey): ConstraintState {
  const name = foreignKeyName(entity, reference);
  const node = foreignKeyNode({
    name,
    column: reference.field,
    to: { schema: publicSchema, table: target.table },
    onDelete: reference.onDelete,
  });
  return { name, node, references: target.table };
}

function userKey(entity: Entity): ConstraintState {
  const name = objectName(entity.table, "id", "fkey");
  const to = { schema: "auth", table: "users" };
  return {
    name,
    node: foreignKeyNode({ name, column: "id", to, onDelete: "cascade" }),
    references: null,
  };
}

interface ForeignKeyNode {
  readonly name: string;
  readonly column: string;
  readonly to: { readonly schema: string; readonly table: string };
  readonly onDelete: Reference["onDelete"];
}

function foreignKeyNode({ name, column: field, to, onDelete }: ForeignKeyNode): Constraint {
  return {
    contype: "CONSTR_FOREIGN",
    conname: name,
    initially_valid: true,
    pktable: relation(to),
    fk_attrs: [string(field)],
    pk_attrs: [string("id")],
    fk_matchtype: "s",
    fk_upd_action: "a",
    fk_del_action: deleteActions[onDelete],
  };
}
