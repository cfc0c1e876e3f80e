import type { Diagnostic } from "../../core/diagnostic.ts";
import type { AccessCommand, MemberRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { membershipReferences, memberTarget, rolesOf } from "../membership.ts";
import { entityFinding } from "./entity-finding.ts";

interface MembershipCheck {
  readonly entity: Entity;
  readonly command: AccessCommand;
  readonly entities: readonly Entity[];
  readonly rule: MemberRule;
}

/** Memberships of nothing, of nobody, and in roles that there are not. */
export function membershipChecks(check: MembershipCheck): readonly Diagnostic[] {
  const { command, entities, entity, rule } = check;
  const start = `The ${command} rule of ${entity.name} asks for membership in "${rule.member}"`;
  const members = entities.find(({ name }) => name === rule.member);
  if (members === undefined) {
    const known = entities.map(({ name }) => name).toSorted();
    return [
      entityFinding(entity, {
        code: "unknown-entity",
        message: `${start}, which is no entity.`,
        fix: `Name one of: ${known.join(", ")}.`,
      }),
    ];
  }
  const target = memberTarget(rule, entity);
  if (target === null) {
    return [
      entityFinding(entity, {
        code: "unknown-reference",
        message: `${start} of "${rule.of}", which is no reference of it.`,
        fix: `Name one of: ${[...entity.references.map(({ field }) => field), ...(entity.key === null ? ["id"] : [])].join(", ")}.`,
      }),
    ];
  }
  return [
    ...unclear(check, { start, members, target }),
    ...unknownRoles(check, { start, members }),
  ];
}

interface Found {
  readonly start: string;
  readonly members: Entity;
}

function unclear(
  { entity }: MembershipCheck,
  { start, members, target }: Found & { readonly target: string },
): readonly Diagnostic[] {
  const fields = membershipReferences(members, target).map(({ field }) => field);
  if (members.owner === null || members.owner === "id") {
    return [
      entityFinding(entity, {
        code: "membership-without-user",
        message: `${start}, whose rows have no owner column: they are memberships of nobody.`,
        fix: `Make the reference of ${members.name} to its user the owner.`,
      }),
    ];
  }
  if (fields.length === 1) return [];
  return [
    entityFinding(entity, {
      code: "unclear-membership",
      message: `${start}, which must have one reference to ${target} beside its owner, but has ${fields.join(", ") || "none"}.`,
      fix: `Give ${members.name} one reference to ${target}, or name another entity.`,
    }),
  ];
}

function unknownRoles(
  { entity, rule }: MembershipCheck,
  { start, members }: Found,
): readonly Diagnostic[] {
  const field = members.fields.find(({ name }) => name === "role");
  const known = field?.type === "text" ? (field.oneOf ?? []) : [];
  return (rolesOf(rule) ?? [])
    .filter((role) => !known.includes(role))
    .map((role) =>
      entityFinding(entity, {
        code: "unknown-role",
        message: `${start} as "${role}", which is none of the values of its text field "role": ${known.join(", ") || "(it has none)"}.`,
        fix: "Give the field `role` a oneOf that lists every role, and name one of them.",
      }),
    );
}
