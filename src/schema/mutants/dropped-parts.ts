import type { Node } from "@pgsql/types";
import { printLine } from "../ast/print-sql.ts";
import { qualified, quoted } from "../ast/names.ts";
import { splitStatements } from "../split-statements.ts";
import type { TableSecurity } from "../table-security.ts";
import { onlyValue } from "../truth-table/user-id.ts";
import { cellTable } from "./cell-table.ts";
import type { Mutant } from "./mutant.ts";

/** Every policy of the table with one of the conditions that it joins by AND left out. */
export async function droppedParts(security: TableSecurity): Promise<readonly Mutant[]> {
  const lists = security.policies.map(async ({ check, command, name, using }) => {
    const on = `alter policy ${quoted(name)} on ${qualified(security.schema, security.table)}`;
    const weaker = async (clause: string, expression: string | null) =>
      (await withoutParts(expression)).map((one): Mutant => ({
        table: cellTable(security),
        command: command === "all" ? null : command,
        sql: `${on} ${clause} (${one})`,
        equivalent: null,
      }));
    return [...(await weaker("using", using)), ...(await weaker("with check", check))];
  });
  return (await Promise.all(lists)).flat();
}

async function withoutParts(expression: string | null): Promise<readonly string[]> {
  if (expression === null) return [];
  const { statements } = await splitStatements(`select (${expression})`);
  const parts = conjuncts(onlyValue(statements[0]?.node));
  return parts.map((_, place) => parts.toSpliced(place, 1).map(printLine).join(" and "));
}

/** None where nothing is joined: leaving out the only condition opens the policy, which is tried anyway. */
function conjuncts(node: Node | null): readonly Node[] {
  if (node === null || !("BoolExpr" in node) || node.BoolExpr.boolop !== "AND_EXPR") return [];
  return node.BoolExpr.args ?? [];
}
