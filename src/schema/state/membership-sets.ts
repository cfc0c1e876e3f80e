import type { Entity } from "../../spec/entity.ts";
import { grantExecute, revokeExecute } from "../ast/access-statements.ts";
import { text } from "../ast/expressions.ts";
import { objectName, privateSchema, publicSchema, qualified, quoted } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import { createSetFunction, dropFunction } from "../ast/statements.ts";
import { membershipOf, type Membership } from "../membership.ts";
import { memberRules } from "../rule-tree.ts";
import { part, type Part } from "./database-state.ts";
import type { EntitySet } from "./entity-set.ts";

interface MembershipSet {
  /** In the private schema. */
  readonly name: string;
  readonly body: string;
}

/**
 * The function that finds what the acting user is a member of. It reads the membership table with the rights of its
 * owner, whom no policy binds: policies of that very table may call it, and nothing recurses.
 */
export function membershipSet({ entity, parent, roles, user }: Membership): MembershipSet {
  const conditions = [
    `m.${quoted(user)} = (select auth.uid())`,
    ...(roles === null
      ? []
      : [`m.role in (${roles.map((role) => printLine(text(role))).join(", ")})`]),
  ];
  const lines = [
    "begin",
    `  return query select m.${quoted(parent)} from ${qualified(publicSchema, entity.table)} m`,
    `    where ${conditions.join(" and ")};`,
    "end;",
  ];
  return {
    name: objectName("my", parent, "in", entity.table, ...(roles === null ? [] : ["as", ...roles])),
    body: lines.join("\n"),
  };
}

/** The functions that the rules of all entities need, each once. */
export function membershipSetsOf(set: EntitySet): readonly Part[] {
  const needed = set.entities
    .flatMap((entity: Entity) =>
      memberRules(entity).map((rule) => membershipSet(membershipOf(rule, { entity, set }))),
    )
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const byName = new Map(needed.map((one) => [one.name, one]));
  return [...byName.values()].map(({ name, body }) =>
    part({
      id: `function ${name}`,
      create: [
        createSetFunction({ schema: privateSchema, name, body }),
        revokeExecute(privateSchema, name),
        grantExecute({ schema: privateSchema, name, role: "authenticated" }),
      ],
      drop: [dropFunction(privateSchema, name)],
      inPlace: true,
    }),
  );
}
