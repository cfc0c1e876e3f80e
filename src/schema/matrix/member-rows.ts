import type { MemberRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { memberRules } from "../rule-tree.ts";
import type { EntitySet } from "../state/entity-set.ts";
import type { RowMaker, RowRequest } from "./fixture-rows.ts";
import { users } from "./users.ts";

interface MemberContext {
  readonly entity: Entity;
  readonly set: EntitySet;
}

type PlainRequest = Omit<RowRequest, "entity">;

interface MembershipKind {
  readonly members: Entity;
  /** The column that names what one is a member of. */
  readonly parent: string;
  readonly of: Entity;
  readonly roles: readonly (string | null)[];
}

/** They are asked for once an entity, and say the same for the whole set. */
const known = new WeakMap<EntitySet, readonly MembershipKind[]>();

/** Every way in which rules ask for membership: the membership entity, its column, and what one is a member of. */
function membershipKinds(set: EntitySet): readonly MembershipKind[] {
  const kinds = known.get(set) ?? findKinds(set);
  known.set(set, kinds);
  return kinds;
}

function findKinds(set: EntitySet): readonly MembershipKind[] {
  const kinds = set.entities.flatMap((entity) =>
    memberRules(entity).flatMap((rule) => joinedBy(rule, { entity, set })),
  );
  const byName = new Map(
    kinds.map(({ entity, parent }) => [
      `${entity.name} ${parent}`,
      { members: entity, parent, of: set.target(entity, parent) },
    ]),
  );
  return [...byName.values()].map((kind) => {
    const named = kinds.filter(({ entity }) => entity === kind.members);
    return {
      ...kind,
      roles: roleValues(
        kind.members,
        named.flatMap(({ roles }) => roles),
      ),
    };
  });
}

/** Read from the rule apart from the compiler, so that the rows are there even where it misreads one. */
function joinedBy(rule: MemberRule, { entity, set }: MemberContext) {
  const members = set.find(rule.member);
  const joined = rule.of === "id" ? entity : set.target(entity, rule.of);
  return members.references
    .filter(({ field, to }) => to === joined.name && field !== members.owner)
    .map(({ field }) => ({
      entity: members,
      parent: field,
      roles: rule.role === undefined ? [] : [rule.role].flat(),
    }));
}

/** The roles that rules name and one that none names; a single null where roles do not matter. */
function roleValues(members: Entity, named: readonly string[]): readonly (string | null)[] {
  const field = members.fields.find(({ name }) => name === "role");
  if (named.length === 0 || field?.type !== "text") return [null];
  const others = (field.oneOf ?? []).filter((role) => !named.includes(role)).slice(0, 1);
  return [...new Set([...named, ...others])].toSorted();
}

/** Whether the reference says what a row of a membership entity is a membership of. */
export function saysWhatOneJoined({ entity, set }: MemberContext, field: string): boolean {
  return membershipKinds(set).some(({ members, parent }) => members === entity && parent === field);
}

function joinedLabel(members: Entity, role: string | null): string {
  return `joined-${members.name}${role === null ? "" : `[role="${role}"]`}`;
}

/** Rows of somebody else's, of which the owner is a member in one role each, and the other user is not. */
export function joinedRows({ entity, set }: MemberContext): readonly PlainRequest[] {
  return membershipKinds(set)
    .filter(({ of }) => of === entity)
    .flatMap(({ members, roles }) =>
      roles.map((role) => ({
        label: joinedLabel(members, role),
        owner: users.bystander,
        isSpecial: true,
      })),
    );
}

/** The owner's memberships in those rows. */
export function memberships({
  entity,
  set,
  maker,
}: MemberContext & { readonly maker: RowMaker }): readonly PlainRequest[] {
  return membershipKinds(set)
    .filter(({ members }) => members === entity)
    .flatMap(({ members, of, parent, roles }) =>
      roles.flatMap((role) => {
        const joined = maker.rowsOf(of).find(({ label }) => label === joinedLabel(members, role));
        if (joined === undefined) return [];
        return [
          {
            label: `mine-in-${joined.label}`,
            owner: users.owner,
            below: { [parent]: joined },
            isSpecial: true,
            ...(role === null ? {} : { values: { role } }),
          },
        ];
      }),
    );
}
