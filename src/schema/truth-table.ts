import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { accessCommands, type AccessCommand } from "../spec/access-rule.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { cellTable } from "./mutants/cell-table.ts";
import type { PolicyFacts, TableSecurity } from "./table-security.ts";
import { entitySet, type EntitySet } from "./state/entity-set.ts";
import { compareFormulas, type Comparison } from "./truth-table/compare-formulas.ts";
import { policyFormula } from "./truth-table/policy-formula.ts";
import { folderCondition } from "./truth-table/folder-condition.ts";
import { clientRoles, ruleCondition, type ClientRole } from "./truth-table/rule-condition.ts";

export interface TruthTable {
  /** Conditions that were compared: of every table, role and command, USING and WITH CHECK apart. */
  readonly compared: number;
  /** Rows of all tables: ways in which the leaves of a condition can come out. */
  readonly assignments: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface Question {
  readonly security: TableSecurity;
  readonly role: ClientRole;
  readonly command: AccessCommand;
  readonly clause: "using" | "check";
  /** From the access rule alone. */
  readonly rule: string;
}

/** Compares what the policies and grants of a database say with what the access rules say, with a counterexample where they differ. */
export async function truthTable(
  tables: readonly TableSecurity[],
  entities: readonly Entity[],
): Promise<TruthTable> {
  const set = entitySet(entities);
  const answered = await answer(entities.flatMap((entity) => questionsOf(entity, { tables, set })));
  const unstated = entities.flatMap((entity) => matrixOnly(entity, set));
  return { ...answered, diagnostics: [...unstated, ...answered.diagnostics] };
}

/** The same for files: every user has the folder named after their id in each declared bucket, and nothing else. */
export async function storageTruthTable(
  tables: readonly TableSecurity[],
  buckets: readonly Bucket[],
): Promise<TruthTable> {
  const security = tables.find((one) => one.schema === "storage" && one.table === "objects");
  if (security === undefined || buckets.length === 0) return answer([]);
  return answer(
    clientRoles.flatMap((role) => {
      const rule = folderCondition(buckets, role);
      return accessCommands.flatMap((command) =>
        clausesOf(command).map((clause) => ({ security, role, command, clause, rule })),
      );
    }),
  );
}

async function answer(questions: readonly Question[]): Promise<TruthTable> {
  const answers = await Promise.all(
    questions.map(async (question) => ({ question, comparison: await compare(question) })),
  );
  const tried = answers.map(({ comparison }) => ("tried" in comparison ? comparison.tried : 0));
  return {
    compared: questions.length,
    assignments: tried.reduce((sum, count) => sum + count, 0),
    diagnostics: answers.flatMap(({ question, comparison }) => findings(question, comparison)),
  };
}

/** Commands whose rule asks other rows than a formula over this one can: only the cells prove them. */
function matrixOnly(entity: Entity, set: EntitySet): readonly Diagnostic[] {
  return accessCommands
    .filter((command) =>
      clientRoles.some((role) => ruleCondition({ entity, set, command, role }) === null),
    )
    .map((command) =>
      diagnostic({
        code: "access/matrix-only",
        severity: "info",
        name: entity.table,
        message: `The rule for ${command} on ${entity.table} is proven by the cells alone: no truth table can state it.`,
      }),
    );
}

function questionsOf(
  entity: Entity,
  { tables, set }: { readonly tables: readonly TableSecurity[]; readonly set: EntitySet },
): readonly Question[] {
  const security = tables.find(
    ({ schema, table }) => schema === "public" && table === entity.table,
  );
  if (security === undefined) return [];
  return clientRoles.flatMap((role) =>
    accessCommands.flatMap((command) => {
      const rule = ruleCondition({ entity, set, command, role });
      if (rule === null) return [];
      return clausesOf(command).map((clause) => ({ security, role, command, clause, rule }));
    }),
  );
}

function clausesOf(command: AccessCommand): readonly ("using" | "check")[] {
  if (command === "insert") return ["check"];
  return command === "update" ? ["using", "check"] : ["using"];
}

async function compare(question: Question): Promise<Comparison> {
  const { security, role, rule } = question;
  const [asked, allowed] = await Promise.all(
    [rule, allowedBy(question)].map((expression) =>
      policyFormula({ table: security.table, expression, functions: security.functions }),
    ),
  );
  if (asked === undefined || allowed === undefined) return { kind: "too-many", leaves: 0 };
  return compareFormulas({ rule: asked, policy: allowed, isVisitor: role === "anon" });
}

/** Permissive policies add up, restrictive ones take away; without a privilege nothing is allowed. */
function allowedBy({ security, role, command, clause }: Question): string {
  const isGranted = security.grants.some(
    (grant) => grant.role === role && grant.command === command,
  );
  if (!isGranted) return "false";
  if (!security.hasRowSecurity) return "true";
  const own = security.policies.filter(
    (policy) =>
      (policy.command === command || policy.command === "all") &&
      (policy.roles.includes(role) || policy.roles.includes("public")),
  );
  const conditions = (wanted: boolean): readonly string[] =>
    own
      .filter(({ isPermissive }) => isPermissive === wanted)
      .map((policy) => `(${conditionOf(policy, clause)})`);
  return [`(${["false", ...conditions(true)].join(" or ")})`, ...conditions(false)].join(" and ");
}

/** A policy without WITH CHECK checks new rows by its USING. */
function conditionOf({ using, check }: PolicyFacts, clause: "using" | "check"): string {
  return (clause === "using" ? using : (check ?? using)) ?? "true";
}

function findings(question: Question, comparison: Comparison): readonly Diagnostic[] {
  const { security, role, command, clause } = question;
  const table = cellTable(security);
  const what = `${clause === "using" ? "USING" : "WITH CHECK"} of ${command} on ${table} for ${role}`;
  if (comparison.kind === "too-many") {
    return [
      diagnostic({
        code: "access/not-compared",
        severity: "warning",
        name: table,
        message: `${what} has ${comparison.leaves} conditions, too many to try all their values.`,
      }),
    ];
  }
  const { counterexample } = comparison;
  if (counterexample === null) return [];
  const row = [
    ...counterexample.row.map(({ condition, value }) => `${condition} is ${value ?? "unknown"}`),
    ...counterexample.others.map((other) => `there is a row of ${other}`),
  ];
  return [
    diagnostic({
      code: "access/policy-differs",
      name: table,
      message:
        `${what} ${counterexample.policy ? "allows" : "refuses"} a row that the rule ` +
        `${counterexample.rule ? "allows" : "refuses"}${row.length === 0 ? "" : `: where ${row.join(" and ")}`}.`,
      fix: `Make the ${command} policy of ${table} say what its access rule says.`,
    }),
  ];
}
