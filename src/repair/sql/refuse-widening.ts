import { isDeepStrictEqual } from "node:util";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { policyCircles } from "../../schema/lints/policy-recursion.ts";
import { readBodies } from "../../schema/lints/read-bodies.ts";
import { readExpressions } from "../../schema/lints/read-expressions.ts";
import { apiRolesOf, covers, nameOf, sameRelation } from "../../schema/lints/subjects.ts";
import type {
  DatabaseFacts,
  FunctionFacts,
  PolicyFacts,
  TableFacts,
} from "../../spec/database-facts.ts";

interface Change {
  readonly before: DatabaseFacts;
  readonly after: DatabaseFacts;
}

/**
 * Why a repair of a database may not be taken: somebody could do more after it. Allowed are grants that a policy of the
 * same table counts on by name, indexes, row level security that is switched on, and another condition of a policy that
 * led back to its own table, so that nobody could ask it before, with the helpers that this takes.
 * @returns nothing for a repair that gives nobody more than was declared.
 */
export async function refuseWidening({ before, after }: Change): Promise<readonly Diagnostic[]> {
  const circular = await circularTables(before);
  return [
    ...before.tables.flatMap((table) => {
      const same = after.tables.find((other) => sameRelation(other, table));
      return same === undefined
        ? [refusal(`It takes away the table ${nameOf(table)}`)]
        : tableRefusals(table, same, circular);
    }),
    ...(after.tables.length > before.tables.length ? [refusal("It makes a table")] : []),
    ...functionRefusals({ before, after }, rolesOf(before, circular)),
    ...(["views", "buckets", "extensions", "published"] as const).flatMap((part) =>
      isDeepStrictEqual(before[part], after[part]) ? [] : [refusal(`It changes the ${part}`)],
    ),
  ];
}

/** Tables whose policies lead back to them: nobody can read them. */
async function circularTables(facts: DatabaseFacts): Promise<ReadonlySet<string>> {
  const read = await readExpressions(facts);
  const circles = policyCircles({ facts, read, readBody: readBodies(facts) });
  return new Set(circles.flatMap(({ path }) => path));
}

/** For whom their policies are. */
function rolesOf({ tables }: DatabaseFacts, names: ReadonlySet<string>): ReadonlySet<string> {
  const policies = tables
    .filter((table) => names.has(nameOf(table)))
    .flatMap((one) => one.policies);
  return new Set(policies.flatMap(apiRolesOf));
}

function tableRefusals(
  before: TableFacts,
  after: TableFacts,
  circular: ReadonlySet<string>,
): readonly Diagnostic[] {
  const name = nameOf(before);
  const refusals: Diagnostic[] = [];
  if ((before.rls && !after.rls) || (before.forceRls && !after.forceRls))
    refusals.push(refusal(`It switches row level security of ${name} off`));
  if (!isDeepStrictEqual(fixedParts(before), fixedParts(after)))
    refusals.push(refusal(`It changes what ${name} holds`));
  for (const grant of after.grants) {
    const isOld = before.grants.some((other) => isDeepStrictEqual(other, grant));
    const isDeclared = before.policies.some(
      (policy) =>
        policy.permissive && covers(policy, grant.command) && policy.roles.includes(grant.role),
    );
    if (!isOld && !(isDeclared && after.rls))
      refusals.push(
        refusal(
          `It grants ${grant.command} on ${name} to ${grant.role}, for which there is no policy`,
        ),
      );
  }
  refusals.push(...policyRefusals(before, after, circular.has(name)));
  return refusals;
}

/** What a repair has no reason to touch. Which roles may write a column follows from the grants. */
function fixedParts({ columns, owner, primaryKey, foreignKeys, checks, triggers }: TableFacts) {
  const plain = columns.map(({ name, type, nullable, default: value, isGenerated }) => [
    name,
    type,
    nullable,
    value,
    isGenerated,
  ]);
  return { plain, owner, primaryKey, foreignKeys, checks, triggers };
}

function policyRefusals(
  before: TableFacts,
  after: TableFacts,
  mayAskOtherwise: boolean,
): readonly Diagnostic[] {
  const name = nameOf(before);
  const same = (policy: PolicyFacts) => after.policies.find((other) => other.name === policy.name);
  return [
    ...(after.policies.length === before.policies.length
      ? []
      : [refusal(`It makes or drops a policy of ${name}`)]),
    ...before.policies.flatMap((policy) => {
      const now = same(policy);
      if (now === undefined) return [refusal(`It drops the policy ${policy.name} of ${name}`)];
      const isSame = isDeepStrictEqual({ ...policy, using: "" }, { ...now, using: "" });
      const isAllowed = policy.using === now.using || (mayAskOtherwise && covers(policy, "select"));
      return isSame && isAllowed
        ? []
        : [refusal(`It changes the policy ${policy.name} of ${name}`)];
    }),
  ];
}

function functionRefusals(
  { before, after }: Change,
  callers: ReadonlySet<string>,
): readonly Diagnostic[] {
  const same = (one: FunctionFacts) => (other: FunctionFacts) =>
    sameRelation(one, other) && one.arguments === other.arguments;
  const changed = before.functions.filter(
    (one) => !isDeepStrictEqual(one, after.functions.find(same(one))),
  );
  const made = after.functions.filter((one) => !before.functions.some(same(one)));
  const open = made.filter(
    ({ schema, config, executableBy }) =>
      schema === "public" ||
      !config.includes('search_path=""') ||
      !executableBy.every((role) => callers.has(role)),
  );
  return [
    ...changed.map((one) => refusal(`It changes the function ${nameOf(one)}`)),
    ...open.map((one) => refusal(`It makes the function ${nameOf(one)}, which anybody may reach`)),
  ];
}

function refusal(message: string): Diagnostic {
  return diagnostic({ code: "repair-widens", message });
}
