import { qualified, quoted } from "../ast/names.ts";
import type { PolicyFacts, TableSecurity } from "../table-security.ts";
import { compareFormulas } from "../truth-table/compare-formulas.ts";
import type { Formula } from "../truth-table/formula.ts";
import { policyFormula, type PolicyFormula } from "../truth-table/policy-formula.ts";
import { clientRoles } from "../truth-table/rule-condition.ts";
import { cellTable } from "./cell-table.ts";
import { changedConditions } from "./condition-mutants.ts";
import type { Mutant } from "./mutant.ts";

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
    ...(await conditionChanges({ on, mutated, using, check })),
    { sql: `drop ${on}`, equivalent: null },
    { sql: `alter ${on} to public`, equivalent: await equalForAll(mutated) },
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

interface ConditionChanges extends Omit<CheckChanges, "check"> {
  readonly check: PolicyFormula | null;
}

/** Single conditions of USING and of WITH CHECK changed. */
async function conditionChanges(changed: ConditionChanges): Promise<readonly Change[]> {
  const { on, mutated, using, check } = changed;
  const { policy, security } = mutated;
  const read = (expression: string) => policyFormula({ table: security.table, expression });
  const changes: Change[] = [];
  for (const { expression } of await changedConditions(policy.using ?? "true")) {
    const isEqual = using !== null && saysTheSame(using, await read(expression));
    changes.push({
      sql: `alter ${on} using (${expression})`,
      equivalent: isEqual ? sameRows : null,
    });
  }
  for (const { expression, isWeaker } of await changedConditions(policy.check ?? "true")) {
    if (check === null) continue;
    const after = await read(expression);
    const kept = isWeaker ? guarded({ mutated, using, check }) : null;
    const known = (one: PolicyFormula) => afterUsing(one, { using, locked: mutated.locked });
    const same = saysTheSame(known(check), known(after)) ? sameRows : null;
    changes.push({ sql: `alter ${on} with check (${expression})`, equivalent: kept ?? same });
  }
  return changes;
}

const sameRows = "it lets the same rows through";

function saysTheSame(rule: PolicyFormula, policy: PolicyFormula): boolean {
  return compareFormulas({ rule, policy, isVisitor: false }).kind === "equal";
}

interface Before {
  readonly using: PolicyFormula | null;
  readonly locked: readonly string[];
}

/** A check together with what is known when it is asked: conditions on what clients cannot change came out as in USING. */
function afterUsing(check: PolicyFormula, { using, locked }: Before): PolicyFormula {
  if (using === null) return check;
  const isFixed = (key: string): boolean =>
    [...key.matchAll(/"ColumnRef":"([^"]+)"/g)].every(([, column = ""]) => locked.includes(column));
  const before = renamed(using.formula, (key) => (isFixed(key) ? key : `before ${key}`));
  return { ...check, formula: { kind: "and", parts: [before, check.formula] } };
}

function renamed(formula: Formula, name: (key: string) => string): Formula {
  switch (formula.kind) {
    case "constant":
      return formula;
    case "leaf":
      return { ...formula, key: name(formula.key) };
    case "not":
      return { ...formula, part: renamed(formula.part, name) };
    default:
      return { ...formula, parts: formula.parts.map((part) => renamed(part, name)) };
  }
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

/** `to public` adds nobody where the roles that it adds have no privilege, or are let through by other policies already. */
async function equalForAll({ security, policy }: MutatedPolicy): Promise<string | null> {
  if (policy.roles.includes("public")) return "it is for all roles already";
  const isFor = (one: PolicyFacts, role: string): boolean =>
    one.roles.includes(role) || one.roles.includes("public");
  const shares = (one: PolicyFacts): boolean =>
    one.command === policy.command && one.isPermissive === policy.isPermissive;
  for (const role of clientRoles.filter((one) => !isFor(policy, one))) {
    const isGranted = security.grants.some(
      (grant) =>
        grant.role === role && (policy.command === "all" || grant.command === policy.command),
    );
    if (!isGranted) continue;
    if (!policy.isPermissive) return null;
    const before = security.policies.filter((one) => shares(one) && isFor(one, role));
    for (const clause of ["using", "check"] as const) {
      const rule = await either(security, { policies: before, clause });
      const after = await either(security, { policies: [...before, policy], clause });
      const { kind } = compareFormulas({ rule, policy: after, isVisitor: role === "anon" });
      if (kind !== "equal") return null;
    }
  }
  return "the roles that it adds have no privilege, or pass no row that they do not pass already";
}

interface Alternatives {
  readonly policies: readonly PolicyFacts[];
  readonly clause: "using" | "check";
}

function either(
  { table }: TableSecurity,
  { policies, clause }: Alternatives,
): Promise<PolicyFormula> {
  const conditions = policies.map(({ using, check }) =>
    clause === "using" ? (using ?? "false") : (check ?? using ?? "false"),
  );
  const expression = ["false", ...conditions].map((condition) => `(${condition})`).join(" or ");
  return policyFormula({ table, expression });
}

function isAlways({ formula }: PolicyFormula, value: boolean): boolean {
  return formula.kind === "constant" && (formula.value === true) === value;
}
