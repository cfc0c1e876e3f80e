import type { Node } from "@pgsql/types";
import type { AccessCommand, AccessRule, MemberRule, RoleRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import type { ApiRole } from "../ast/access-statements.ts";
import {
  and,
  call,
  column,
  equal,
  exists,
  integer,
  isAmong,
  isPresent,
  or,
  relation,
  select,
} from "../ast/expressions.ts";
import { objectName, privateSchema, publicSchema } from "../ast/names.ts";
import { membershipOf } from "../membership.ts";
import { unblockedCondition } from "./block-parts.ts";
import { referenceOf, type EntitySet } from "./entity-set.ts";
import { membershipSet } from "./membership-sets.ts";
import { conditionNode, isActingUser, roleCondition } from "./row-conditions.ts";

/** Which rows a rule gives to one role of the API: all, none, or those for which the expression is true. */
export type Coverage = "all" | "none" | Node;

export interface CoverageQuery {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly command: AccessCommand;
  readonly rule: AccessRule;
  readonly role: ApiRole;
  /** Whether rows that are read through must satisfy their rule here, because no policy asks it. Default: false. */
  readonly isInlined?: boolean;
}

export function coverageOf(query: CoverageQuery): Coverage {
  const { entity, role, rule } = query;
  if (typeof rule !== "string") return coverageOfRows(query, rule);
  switch (rule) {
    case "everyone":
      return "all";
    case "signed-in":
      return role === "anon" ? "none" : "all";
    case "owner":
      return mine(entity, role);
    case "nobody":
      return "none";
    case "unblocked":
      return role === "anon" ? "all" : (unblockedCondition(entity) ?? "all");
  }
}

type RowRule = Exclude<AccessRule, string>;

function coverageOfRows(query: CoverageQuery, rule: RowRule): Coverage {
  if ("through" in rule) return through(query, rule.through);
  if ("member" in rule) return membership(query, rule);
  if ("role" in rule) return holdsRole(query, rule);
  if ("when" in rule) {
    return both([conditionNode(rule.when), coverageOf({ ...query, rule: rule.rule })]);
  }
  if ("anyOf" in rule) return either(rule.anyOf.map((one) => coverageOf({ ...query, rule: one })));
  return both(rule.allOf.map((one) => coverageOf({ ...query, rule: one })));
}

function both(parts: readonly Coverage[]): Coverage {
  if (parts.includes("none")) return "none";
  const nodes = parts.filter(isExpression);
  return nodes.length === 0 ? "all" : and(nodes);
}

function either(parts: readonly Coverage[]): Coverage {
  if (parts.includes("all")) return "all";
  const nodes = parts.filter(isExpression);
  return nodes.length === 0 ? "none" : or(nodes);
}

function isExpression(coverage: Coverage): coverage is Node {
  return typeof coverage !== "string";
}

function mine({ owner }: Entity, role: ApiRole): Coverage {
  if (owner === null || role === "anon") return "none";
  return isActingUser(column(owner));
}

/**
 * Whoever may read the referenced row. The sub-select asks the parent's own policies, so the two can never
 * disagree, and one look-up by primary key answers it. Where the parent is open to a whole role there is
 * nothing to look up: the foreign key already says that the row exists, if there is one. A chain of such rules cannot
 * run in a circle, because the entities were checked for that. Writes must be one's own, too.
 */
function through(query: CoverageQuery, field: string): Coverage {
  const { command, entity, role, set } = query;
  const parent = set.target(entity, field);
  const { select: rule } = parent.access;
  const ofParent = coverageOf({ ...query, entity: parent, command: "select", rule });
  const isAlwaysThere = referenceOf(entity, field).required || entity.key?.includes(field) === true;
  const open = isAlwaysThere ? "all" : isPresent(column(field));
  const seen =
    ofParent === "all"
      ? open
      : ofParent === "none"
        ? "none"
        : exists(
            lookUp({ entity, parent, field, where: query.isInlined === true ? ofParent : null }),
          );
  const isOwnWrite = entity.owner !== null && (command === "insert" || command === "update");
  return isOwnWrite ? both([seen, mine(entity, role)]) : seen;
}

/** The set of one's memberships is computed once a statement, by a function that asks no policy. */
function membership({ command, entity, role, set }: CoverageQuery, rule: MemberRule): Coverage {
  if (role === "anon") return "none";
  const { name } = membershipSet(membershipOf(rule, { entity, set }));
  const isMember = isAmong(column(rule.of), select({ columns: [call([privateSchema, name])] }));
  return command === "insert" && entity.owner !== null
    ? both([isMember, mine(entity, role)])
    : isMember;
}

function holdsRole({ command, entity, role: of }: CoverageQuery, { role }: RoleRule): Coverage {
  if (of === "anon") return "none";
  const holds = roleCondition(role);
  return command === "insert" && entity.owner !== null ? both([holds, mine(entity, of)]) : holds;
}

interface LookUp {
  readonly entity: Entity;
  readonly parent: Entity;
  readonly field: string;
  /** What the parent must satisfy beside its policies; null for nothing. */
  readonly where: Node | null;
}

function lookUp({ entity, parent, field, where }: LookUp): Node {
  const isSelf = parent.table === entity.table;
  const alias = isSelf ? `referenced_${objectName(parent.table)}` : parent.table;
  return select({
    columns: [integer(1)],
    from: {
      RangeVar: relation({
        schema: publicSchema,
        table: parent.table,
        alias: isSelf ? alias : undefined,
      }),
    },
    where: and([
      equal(column(alias, "id"), column(entity.table, field)),
      ...(where === null ? [] : [where]),
    ]),
  });
}
