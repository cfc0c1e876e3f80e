import type { Node } from "@pgsql/types";
import { boolean } from "../ast/expressions.ts";
import { printLine } from "../ast/print-sql.ts";
import { blockedUsers } from "../state/block-parts.ts";
import { splitStatements } from "../split-statements.ts";

/** An expression with one condition changed. */
interface ChangedCondition {
  readonly expression: string;
  /** Whether the condition is left out, so that the expression can only let more through. */
  readonly isWeaker: boolean;
}

interface Change {
  readonly node: Node;
  readonly isWeaker: boolean;
}

/**
 * The expression with each condition on roles left out, asking for another role, and trusting what users write about
 * themselves; and with each condition on blocks left out. Other conditions are opened and closed with the whole expression.
 */
export async function changedConditions(expression: string): Promise<readonly ChangedCondition[]> {
  const { statements } = await splitStatements(`select (${expression})`);
  const whole = statements[0]?.node;
  const targets = whole !== undefined && "SelectStmt" in whole ? whole.SelectStmt.targetList : [];
  const [target] = targets ?? [];
  const value = target !== undefined && "ResTarget" in target ? target.ResTarget.val : undefined;
  if (value === undefined) return [];
  return changesOf(value).map(({ node, isWeaker }) => ({ expression: printLine(node), isWeaker }));
}

/** Every tree that differs in one leaf below `and`, `or` and `not`. */
function changesOf(node: Node): readonly Change[] {
  if (!("BoolExpr" in node)) return changesOfLeaf(node);
  const { args = [] } = node.BoolExpr;
  const isNegated = node.BoolExpr.boolop === "NOT_EXPR";
  if (isNegated && JSON.stringify(node).includes(blockedUsersCall))
    return [{ node: boolean(true), isWeaker: true }];
  return args.flatMap((arg, position) =>
    changesOf(arg).map((change) => ({
      node: { BoolExpr: { ...node.BoolExpr, args: args.with(position, change.node) } },
      isWeaker: change.isWeaker !== isNegated,
    })),
  );
}

const blockedUsersCall = JSON.stringify(blockedUsers);
const serverMetadata = '"app_metadata"';
const userMetadata = '"user_metadata"';
const listOfRoles = /\[\\"([a-z][a-z0-9_-]*)\\"\]/;

function changesOfLeaf(leaf: Node): readonly Change[] {
  const json = JSON.stringify(leaf);
  if (!json.includes(serverMetadata)) return [];
  const texts = [
    json.replace(serverMetadata, userMetadata),
    json.replace(listOfRoles, (_, role: string) => `[\\"not_${role}\\"]`),
  ];
  return [
    { node: boolean(true), isWeaker: true },
    ...texts.map((text): Change => ({ node: JSON.parse(text), isWeaker: false })),
  ];
}
