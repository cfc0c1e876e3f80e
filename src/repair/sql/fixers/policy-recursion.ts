import type { Node } from "@pgsql/types";
import {
  alterPolicy,
  grantExecute,
  revokeExecuteFrom,
  type ApiRole,
} from "../../../schema/ast/access-statements.ts";
import { boolean, equal } from "../../../schema/ast/expressions.ts";
import { printSql } from "../../../schema/ast/print-sql.ts";
import { policyCircles, type PolicyCircle } from "../../../schema/lints/policy-recursion.ts";
import { apiRolesOf, covers, nameOf } from "../../../schema/lints/subjects.ts";
import type { DatabaseFacts, PolicyFacts, TableFacts } from "../../../spec/database-facts.ts";
import { helperOf, type Helper } from "../definer-helper.ts";
import { parseExpression, queriesOf, replaceParts } from "../policy-queries.ts";
import { schemaForHelpers } from "../private-schema.ts";
import { noStatements, tableOf, type SqlContext, type SqlFixer } from "../sql-fixer.ts";

/**
 * A policy that leads back to its own table asks through a function that reads without policies, with a fixed search path
 * and for those alone whom the policy is for. Only queries for the user's own rows are rewritten: what they see without
 * policies is the user's anyway.
 */
export const policyRecursion: SqlFixer = {
  name: "policy-recursion",
  codes: ["lint/policy-recursion"],
  propose: (finding, context) => {
    const table = tableOf(finding, context.facts);
    const circle = policyCircles(context).find((one) => one.table === table);
    for (const step of circle === undefined ? [] : stepsOf(circle, context.facts)) {
      const nodes = rewrite(step, context);
      if (nodes !== null) return { kind: "statements", nodes };
    }
    return noStatements(
      "no policy of the circle asks for the user's own rows alone: which of them may read without policies is for people to decide",
    );
  },
};

interface Step {
  readonly from: TableFacts;
  readonly to: TableFacts;
}

/** Where a policy of one table reads the next table itself, not through a view or function. */
function stepsOf({ path }: PolicyCircle, { tables }: DatabaseFacts): readonly Step[] {
  const tableNamed = (name: string | undefined) => tables.find((table) => nameOf(table) === name);
  return path.slice(0, -1).flatMap((name, index) => {
    const [from, to] = [tableNamed(name), tableNamed(path[index + 1])];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}

interface Rewritten {
  readonly policy: PolicyFacts;
  readonly helpers: readonly Helper[];
  readonly using: (schema: string) => Node;
}

/** The statements after which the step is gone, or null when one of its queries cannot be rewritten. */
function rewrite(step: Step, context: SqlContext): readonly Node[] | null {
  const readers = step.from.policies.filter(
    (policy) => covers(policy, "select") && policy.using !== null,
  );
  const rewritten: Rewritten[] = [];
  for (const policy of readers) {
    const found = rewritePolicy(policy, step);
    if (found === null) return null;
    if (found.helpers.length > 0) rewritten.push(found);
  }
  if (rewritten.length === 0) return null;
  const roles = rolesOf(rewritten.map(({ policy }) => policy));
  const { schema, nodes } = schemaForHelpers(context, roles);
  const helpers = helpersOnce(
    rewritten.flatMap((one) => one.helpers),
    context,
  );
  if (helpers === null) return null;
  return [
    ...nodes,
    ...helpers.flatMap((helper) => helperNodes(helper, { schema, roles })),
    ...rewritten.map(({ policy, using }) =>
      alterPolicy({
        name: policy.name,
        table: { schema: step.from.schema, table: step.from.name },
        using: using(schema),
      }),
    ),
  ];
}

function rewritePolicy(policy: PolicyFacts, { from, to }: Step): Rewritten | null {
  const condition = parseExpression(policy.using ?? "");
  if (condition === null) return null;
  const helpers = new Map<object, Helper>();
  for (const query of queriesOf(condition, to)) {
    const helper = helperOf({ query, table: from, read: to });
    if (helper === null) return null;
    helpers.set(query.link, helper);
  }
  const using = (schema: string): Node => {
    const rewritten = replaceParts({ condition }, (part) => {
      const link = "SubLink" in part ? part.SubLink : null;
      const helper = typeof link === "object" && link !== null ? helpers.get(link) : undefined;
      return helper === undefined ? null : helper.asked(schema);
    }).condition;
    return asCondition(rewritten);
  };
  return { policy, helpers: [...helpers.values()], using };
}

/** A query that is the whole condition: the printer would leave out the brackets that the grammar wants around it. */
function asCondition(node: Node): Node {
  return "SubLink" in node && node.SubLink.subLinkType === "EXPR_SUBLINK"
    ? equal(node, boolean(true))
    : node;
}

function rolesOf(policies: readonly PolicyFacts[]): readonly ApiRole[] {
  const roles: readonly ApiRole[] = ["anon", "authenticated"];
  return roles.filter((role) => policies.some((policy) => apiRolesOf(policy).includes(role)));
}

/** Each helper once; null when two that differ have one name, or another function has it. */
function helpersOnce(helpers: readonly Helper[], { facts }: SqlContext): readonly Helper[] | null {
  const byName = new Map<string, Helper>();
  for (const helper of helpers) {
    const known = byName.get(helper.name);
    const text = (one: Helper) => printSql(one.create(""));
    if (known !== undefined && text(known) !== text(helper)) return null;
    if (facts.functions.some(({ name }) => name === helper.name)) return null;
    byName.set(helper.name, known ?? helper);
  }
  return [...byName.values()];
}

function helperNodes(
  { name, args, create }: Helper,
  { schema, roles }: { readonly schema: string; readonly roles: readonly ApiRole[] },
): readonly Node[] {
  return [
    create(schema),
    revokeExecuteFrom({ schema, name, args, roles: [] }),
    ...roles.map((role) => grantExecute({ schema, name, args, role })),
  ];
}
