import type {
  AccessCommand,
  AccessRule,
  MemberRule,
  RowCondition,
} from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import type { EntitySet } from "../state/entity-set.ts";
import { blockOracle } from "./block-oracle.ts";
import type { Value } from "./example-value.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import type { MatrixActor } from "./users.ts";

/**
 * Says what the access rules allow, from the rules alone: it never sees a policy or a grant,
 * so that a mistake of the policy compiler cannot repeat itself here.
 */
export interface Oracle {
  /** Whether the actor's role may use the command on the table at all; if not, the statement is denied as a whole. */
  mayUse(access: Access): boolean;
  /** Whether the rule of the command covers this row: an existing one, or the one that would result. */
  covers(access: RowAccess): boolean;
  /** Whether the guard of a column lets the actor choose what it holds in this row; columns without guard are free. */
  mayWrite(access: ColumnAccess): boolean;
}

interface Access {
  readonly entity: Entity;
  readonly command: AccessCommand;
  readonly actor: MatrixActor;
}

interface RowAccess extends Access {
  readonly row: FixtureRow;
}

interface ColumnAccess extends Omit<RowAccess, "command"> {
  readonly column: string;
}

interface Membership {
  readonly rule: MemberRule;
  readonly row: FixtureRow;
}

/** `rowsOf`: the rows that are there when a statement starts; memberships are looked up among them. */
export function accessOracle(
  set: EntitySet,
  rowsOf: (entity: Entity) => readonly FixtureRow[],
): Oracle {
  const blocks = blockOracle(set, rowsOf);
  const mayUse = (access: Access): boolean => {
    const { actor, command, entity } = access;
    return actor.kind === "service_role" || serves(entity.access[command], access);
  };

  /** Whether some row may satisfy the rule for this kind of actor. */
  const serves = (rule: AccessRule, access: Access): boolean => {
    const { actor, command, entity } = access;
    if (typeof rule === "string") {
      if (rule === "everyone" || rule === "unblocked") return true;
      return rule !== "nobody" && actor.kind === "user";
    }
    if ("when" in rule) return serves(rule.rule, access);
    if ("anyOf" in rule) return rule.anyOf.some((one) => serves(one, access));
    if ("allOf" in rule) return rule.allOf.every((one) => serves(one, access));
    if ("member" in rule || "role" in rule) return actor.kind === "user";
    if (actor.kind === "anon" && isOwnWrite(entity, command)) return false;
    return mayUse({ entity: set.target(entity, rule.through), command: "select", actor });
  };

  const covers = (access: RowAccess): boolean => {
    const { actor, command, entity } = access;
    if (actor.kind === "service_role") return true;
    if (command === "insert" && blocks.pointsAcrossBlock(access)) return false;
    return satisfies(entity.access[command], access);
  };

  const satisfies = (rule: AccessRule, access: RowAccess): boolean => {
    const { actor, command, entity, row } = access;
    const isMine = actor.kind === "user" && row.owner === actor.id;
    if (typeof rule === "string") {
      return (
        rule === "everyone" ||
        (rule === "unblocked" && !blocks.areApart(access)) ||
        (rule === "signed-in" && actor.kind === "user") ||
        (rule === "owner" && isMine)
      );
    }
    if ("when" in rule) return holds(rule.when, row) && satisfies(rule.rule, access);
    if ("anyOf" in rule) return rule.anyOf.some((one) => satisfies(one, access));
    if ("allOf" in rule) return rule.allOf.every((one) => satisfies(one, access));
    if ("member" in rule || "role" in rule) {
      const isOwn = command !== "insert" || entity.owner === null || isMine;
      if (!isOwn || actor.kind !== "user") return false;
      if ("member" in rule) return isMember(actor.id, { rule, row });
      return actor.roles?.includes(rule.role) === true;
    }
    if (isOwnWrite(entity, command) && !isMine) return false;
    const parent = row.parents[rule.through] ?? null;
    return (
      parent !== null && covers({ entity: parent.entity, command: "select", actor, row: parent })
    );
  };

  /**
   * Whether the user owns a row of the membership entity that stands below what the row is in, with a role that counts.
   * Asked of rows, not of columns: the compiler's reading of the rule is not used here.
   */
  const isMember = (user: string, { rule, row }: Membership): boolean => {
    const joined = rule.of === "id" ? row.entity : set.target(row.entity, rule.of);
    const id = row.values[rule.of] ?? null;
    return rowsOf(set.find(rule.member)).some(
      (member) => member.owner === user && isBelow(member, { joined, id }) && counts(member, rule),
    );
  };
  const mayWrite = ({ column, ...access }: ColumnAccess): boolean => {
    const rule = access.entity.guards?.[column];
    const isFree = rule === undefined || access.actor.kind === "service_role";
    return isFree || satisfies(rule, { ...access, command: "select" });
  };
  return { mayUse, covers, mayWrite };
}

interface Joined {
  readonly joined: Entity;
  readonly id: Value;
}

function isBelow(member: FixtureRow, { joined, id }: Joined): boolean {
  return Object.entries(member.parents).some(
    ([field, parent]) =>
      field !== member.entity.owner && parent?.entity === joined && parent.values["id"] === id,
  );
}

function counts({ values }: FixtureRow, { role }: MemberRule): boolean {
  return role === undefined || [role].flat().some((one) => one === values["role"]);
}

function holds(condition: RowCondition, { values }: FixtureRow): boolean {
  const value = values[condition.field] ?? null;
  if ("is" in condition) return value === condition.is;
  if ("isNot" in condition) return value !== condition.isNot;
  return value !== null && condition.in.includes(value);
}

/** Writes through a parent also need the row to be one's own, when rows have owners. */
function isOwnWrite(entity: Entity, command: AccessCommand): boolean {
  return entity.owner !== null && (command === "insert" || command === "update");
}

/** Columns that a client may never change in an existing row, beside the owner: what the entity language promises. */
export function lockedColumns(entity: Entity, set: EntitySet): readonly string[] {
  const counters = set.countersOn(entity).map(({ column }) => column);
  const columns = [...(entity.key ?? ["id"]), ...entity.immutable, ...counters, "created_at"];
  return [...new Set(columns)].filter((column) => column !== entity.owner);
}
