import type { Node } from "@pgsql/types";
import { loadModule } from "libpg-query";
import { printSql } from "../../schema/ast/print-sql.ts";
import { readBodies } from "../../schema/lints/read-bodies.ts";
import { readExpressions } from "../../schema/lints/read-expressions.ts";
import { runLints, type LintFinding } from "../../schema/run-lints.ts";
import type { DatabaseFacts } from "../../spec/database-facts.ts";
import { sqlFixers } from "./registry.ts";

/** What a fixer would run to mend a finding. */
export interface SqlProposal {
  readonly finding: LintFinding;
  readonly fixer: string;
  readonly nodes: readonly Node[];
  /** What people still have to do; null for most. */
  readonly note: string | null;
}

/** A finding that stays, with the reason as one sentence without a full stop. */
interface SqlLeft {
  readonly finding: LintFinding;
  readonly why: string;
}

export interface SqlProposals {
  /** Findings that count: errors, and whatever a fixer is for. */
  readonly findings: readonly LintFinding[];
  readonly proposals: readonly SqlProposal[];
  readonly left: readonly SqlLeft[];
}

/** Looks at a database as its migrations make it, and asks the fixers what would mend what is found. */
export async function proposeStatements(
  facts: DatabaseFacts,
  statements: readonly Node[],
): Promise<SqlProposals> {
  await loadModule();
  const read = await readExpressions(facts);
  const context = { facts, statements, read, readBody: readBodies(facts) };
  const known = new Set(sqlFixers.flatMap(({ codes }) => codes));
  const findings = (await runLints(facts)).filter(
    ({ lint }) => lint.severity === "error" || known.has(lint.code),
  );
  const proposals: SqlProposal[] = [];
  const left: SqlLeft[] = [];
  for (const finding of findings) {
    const fixer = sqlFixers.find(({ codes }) => codes.includes(finding.lint.code));
    if (fixer === undefined) {
      left.push({ finding, why: "no fixer is sure what to do about it" });
      continue;
    }
    const answer = fixer.propose(finding, context);
    if (answer.kind === "none") left.push({ finding, why: answer.why });
    else {
      const { nodes, note = null } = answer;
      proposals.push({ finding, fixer: fixer.name, nodes, note });
    }
  }
  return { findings, proposals, left };
}

/** The statements of proposals in an order in which they can run, each once. */
export function statementsOf(proposals: readonly SqlProposal[]): readonly Node[] {
  const once = new Map(
    proposals.flatMap(({ nodes }) => nodes).map((node): [string, Node] => [printSql(node), node]),
  );
  return [...once.values()];
}
