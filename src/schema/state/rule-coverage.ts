import type { Node } from "@pgsql/types";
import type {
  AccessCommand,
  AccessRule,
  ConditionValue,
  MemberRule,
  RoleRule,
  RowCondition,
} from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import type { ApiRole } from "../ast/access-statements.ts";
import {
  and,
  boolean,
  call,
  cast,
  column,
  equal,
  exists,
  integer,
  isAmong,
  isDistinct,
  isIn,
  isNull,
  isPresent,
  operation,
  or,
  relation,
  scalar,
  select,
  text,
  typeName,
} from "../ast/expressions.ts";
import { objectName, privateSchema, publicSchema } from "../ast/names.ts";
import { membershipOf } from "../membership.ts";
import { referenceOf, type EntitySet } from "./entity-set.ts";

import { membershipSet } from "./membership-sets.ts";

/** Which rows a rule gives to one role of the API: all, none, or those for which the expression is true. */
export type Coverage = "all" | "none" | Node;

export interface CoverageQuery {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly command: AccessCommand;
  readonly rule: AccessRule;
  readonly role: ApiRole;
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

/** The sub-select is evaluated once a statement, not once a row. */
function mine({ owner }: Entity, role: ApiRole): Coverage {
  if (owner === null || role === "anon") return "none";
  return equal(column(owner), scalar(select({ columns: [call(["auth", "uid"])] })));
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
        : exists(lookUp({ entity, parent, field }));
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

/**
 * The roles of the token's `app_metadata`, which users cannot write. Asked once a statement; `@>` wants a list, so
 * that a text or an object in its place grants nothing.
 */
function holdsRole({ command, entity, role: of }: CoverageQuery, { role }: RoleRule): Coverage {
  if (of === "anon") return "none";
  const holds = roleCondition(role);
  return command === "insert" && entity.owner !== null ? both([holds, mine(entity, of)]) : holds;
}

function roleCondition(role: string): Node {
  const metadata = operation({
    left: call(["auth", "jwt"]),
    operator: "->",
    right: text("app_metadata"),
  });
  const roles = operation({ left: metadata, operator: "->", right: text("roles") });
  const wanted = cast(text(JSON.stringify([role])), typeName("jsonb"));
  return scalar(select({ columns: [operation({ left: roles, operator: "@>", right: wanted })] }));
}

interface LookUp {
  readonly entity: Entity;
  readonly parent: Entity;
  readonly field: string;
}

function lookUp({ entity, parent, field }: LookUp): Node {
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
    where: equal(column(alias, "id"), column(entity.table, field)),
  });
}

/** Empty columns satisfy `isNot`, and never `is` or `in`. */
function conditionNode(condition: RowCondition): Node {
  const tested = column(condition.field);
  if ("in" in condition) return isIn(tested, condition.in.map(constant));
  if ("is" in condition) {
    return condition.is === null ? isNull(tested) : equal(tested, constant(condition.is));
  }
  const { isNot } = condition;
  return isNot === null ? isPresent(tested) : isDistinct(tested, constant(isNot));
}

function constant(value: ConditionValue): Node {
  switch (typeof value) {
    case "string":
      return text(value);
    case "number":
      return integer(value);
    case "boolean":
      return boolean(value);
  }
}
