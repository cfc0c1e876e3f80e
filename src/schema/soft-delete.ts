import type { AccessRule, RowCondition } from "../spec/access-rule.ts";
import type { Entity } from "../spec/entity.ts";
import { isMade, type Field } from "../spec/field.ts";

const deletedAt = "deleted_at";

const deletedField: Field = {
  name: deletedAt,
  description: "When the owner removed the row; empty while it is there.",
  required: false,
  type: "timestamptz",
  default: null,
};

/** Why an entity cannot be deleted softly, or null. */
export function softDeleteProblem({ access, counters, owner, signUp }: Entity): string | null {
  if (owner === null || signUp !== null) return "it has no owner of its own, or is made at sign-up";
  if (access.delete !== "owner") return "its delete rule is not owner";
  if (access.update !== "owner" && access.update !== "nobody")
    return "its update rule is neither owner nor nobody";
  return counters.length === 0 ? null : "its rows are counted, and removed ones would count too";
}

/**
 * The entity with what soft deletion means, in fields, keys and rules. The owner keeps reading removed rows, because
 * Postgres refuses an update after which the one who makes it could not read the row. An entity that cannot be
 * deleted softly comes back as it is.
 */
export function withSoftDelete(entity: Entity): Entity {
  const { softDelete, ...own } = entity;
  if (softDelete === undefined || (softDelete && softDeleteProblem(entity) !== null)) return entity;
  if (!softDelete) return own;
  const { access, fields, immutable, indexes, partialUnique = [], references, unique } = own;
  const written = [
    ...references.map(({ field }) => field),
    ...fields.filter((field) => !isMade(field)).map(({ name }) => name),
  ];
  const keys = unique.map((columns) => ({
    fields: columns,
    where: { field: deletedAt, present: false },
  }));
  return {
    ...own,
    fields: [...fields, deletedField],
    unique: [],
    // By which the server finds what was removed long ago.
    indexes: [...indexes, { fields: [deletedAt], where: { field: deletedAt, isNot: null } }],
    partialUnique: [...partialUnique, ...keys],
    immutable: access.update === "owner" ? immutable : [...new Set([...immutable, ...written])],
    access: { ...access, select: visible(access.select), update: "owner", delete: "nobody" },
  };
}

/** Of an entity that is deleted softly: the rows that are there. */
export const isThere: RowCondition = { field: deletedAt, is: null };

/** Whether the entity, with all that is derived from it, is deleted softly. */
export function isSoftlyDeleted({ fields }: Entity): boolean {
  return fields.includes(deletedField);
}

function visible(rule: AccessRule): AccessRule {
  if (rule === "nobody" || rule === "owner") return rule;
  return { anyOf: ["owner", { when: isThere, rule }] };
}
