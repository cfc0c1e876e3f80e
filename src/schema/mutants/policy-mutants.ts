import { qualified, quoted } from "../ast/names.ts";
import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Mutant, PolicyFacts, TableSecurity } from "../mutants.ts";
import { assignments, evaluate, leavesOf } from "../truth-table/formula.ts";
import { policyFormula, type PolicyFormula } from "../truth-table/policy-formula.ts";
import { cellTable } from "./cell-table.ts";

interface MutatedPolicy {
  readonly security: TableSecurity;
  readonly policy: PolicyFacts;
  /** Columns that clients cannot change, by a trigger. */
  readonly locked: readonly string[];
}

interface Change {
  readonly sql: string;
  readonly equivalent: string | null;
}

/** The weakenings, narrowings and widenings of one policy. */
export async function policyMutants(mutated: MutatedPolicy): Promise<readonly Mutant[]> {
  const { security, policy } = mutated;
  const on = `policy ${quoted(policy.name)} on ${qualified(security.schema, security.table)}`;
  const read = async (expression: string | null) =>
    expression === null ? null : policyFormula({ table: security.table, expression });
  const using = await read(policy.using);
  const check = (await read(policy.check)) ?? using;
  const changes: readonly Change[] = [
    ...(using === null ? [] : usingChanges(on, using)),
    ...(hasCheck(policy) && check !== null ? checkChanges({ on, mutated, using, check }) : []),
    { sql: `drop ${on}`, equivalent: null },
    { sql: `alter ${on} to public`, equivalent: equalForAll(mutated, using ?? check) },
  ];
  const command = policy.command === "all" ? null : policy.command;
  return changes.map((change) => ({ table: cellTable(security), command, ...change }));
}

function hasCheck({ command }: PolicyFacts): boolean {
  return command === "insert" || command === "update" || command === "all";
}

function usingChanges(on: string, using: PolicyFormula): readonly Change[] {
  return [
    { sql: `alter ${on} using (true)`, equivalent: isAlways(using, true) ? alreadyTrue : null },
    { sql: `alter ${on} using (false)`, equivalent: isAlways(using, false) ? alreadyFalse : null },
  ];
}

const alreadyTrue = "the expression is true for every row already";
const alreadyFalse = "the expression is true for no row already";

interface CheckChanges {
  readonly on: string;
  readonly mutated: MutatedPolicy;
  readonly using: PolicyFormula | null;
  readonly check: PolicyFormula;
}

function checkChanges({ on, mutated, using, check }: CheckChanges): readonly Change[] {
  const opened = isAlways(check, true) ? alreadyTrue : guarded({ mutated, using, check });
  return [
    { sql: `alter ${on} with check (true)`, equivalent: opened },
    {
      sql: `alter ${on} with check (false)`,
      equivalent: isAlways(check, false) ? alreadyFalse : null,
    },
  ];
}

/** The row as it becomes satisfies what the row as it was did, when nothing that is asked can change. */
function guarded({ mutated, using, check }: Omit<CheckChanges, "on">): string | null {
  if (using === null || mutated.policy.command !== "update") return null;
  const isSame = JSON.stringify(using.formula) === JSON.stringify(check.formula);
  const isLocked = check.columns.every((column) => mutated.locked.includes(column));
  return isSame && isLocked
    ? `no client can change ${check.columns.join(", ")}, and USING asks the same`
    : null;
}

/** `to public` adds nobody who could use it: visitors without the privilege, or without an id to compare. */
function equalForAll(
  { security, policy }: MutatedPolicy,
  formula: PolicyFormula | null,
): string | null {
  if (policy.roles.includes("public") || policy.roles.includes("anon"))
    return policy.roles.includes("public") || policy.roles.includes("authenticated")
      ? "it is for visitors and users already"
      : null;
  const commands: readonly AccessCommand[] =
    policy.command === "all" ? ["select", "insert", "update", "delete"] : [policy.command];
  const isGranted = security.grants.some(
    ({ role, command }) => role === "anon" && commands.includes(command),
  );
  if (!isGranted) return "visitors have no privilege for the command";
  if (formula === null) return null;
  const unknown = new Map(formula.userLeaves.map((leaf): [string, null] => [leaf, null]));
  for (const assignment of assignments(leavesOf(formula.formula), unknown)) {
    if (evaluate(formula.formula, assignment) === true) return null;
  }
  return "the expression is unknown for visitors, who have no id";
}

function isAlways({ formula }: PolicyFormula, value: boolean): boolean {
  return formula.kind === "constant" && (formula.value === true) === value;
}
