import { loadModule } from "libpg-query";
import type { Node } from "@pgsql/types";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { labelAlteration } from "./labels/label-alteration.ts";
import { labelBlock } from "./labels/label-block.ts";
import { labelDrop } from "./labels/label-drop.ts";
import { labelRevoke } from "./labels/label-revoke.ts";
import { additive, destructive, unknown, type StatementEffect } from "./labels/statement-effect.ts";
import { surroundings, type Surroundings } from "./labels/surroundings.ts";
import { childrenOf, isNode } from "./lints/tree.ts";
import type { SplitOptions, SplitStatement } from "./split-statements.ts";

/**
 * Says of each statement of one migration what it can do to a database in use. The statements around it count: what the
 * migration itself makes may be changed at will, and what it makes anew is replaced.
 */
export async function labelStatements(nodes: readonly Node[]): Promise<readonly StatementEffect[]> {
  // Only blocks are parsed here, and few migrations have one.
  if (nodes.some((node) => "DoStmt" in node)) await loadModule();
  const around = surroundings(nodes);
  return nodes.map((node, place) => effectOf(node, { around, place }));
}

interface Place {
  readonly around: Surroundings;
  readonly place: number;
}

/** Statements that only add, or that change nothing which is stored. */
const harmless =
  /^(Create(?!TableSpace|FdwS|ForeignS|User|Subs|PLang|dbS|RoleS)\w*|IndexStmt|ViewStmt|CompositeTypeStmt|CommentStmt|InsertStmt|VariableSetStmt|VariableShowStmt|NotifyStmt|RenameStmt|DefineStmt|AlterEnumStmt|AlterSeqStmt|AlterPublicationStmt|AlterStatsStmt|AlterExtensionStmt|RefreshMatViewStmt|ConstraintsSetStmt|LockStmt|ReindexStmt|ExplainStmt)$/;

function effectOf(node: Node, { around, place }: Place): StatementEffect {
  const [statement] = childrenOf(node);
  if (statement === undefined) return unknown("it is empty");
  const { kind, value } = statement;
  switch (kind) {
    case "DropStmt":
      return labelDrop(value, { around, place });
    case "AlterTableStmt":
      return labelAlteration(value, { around, place });
    case "GrantStmt":
    case "AlterDefaultPrivilegesStmt":
      return labelRevoke(statement, { around, place });
    case "TruncateStmt":
      return destructive("it empties the table");
    case "DeleteStmt":
      return destructive(
        value["whereClause"] === undefined ? "it deletes every row" : "it deletes rows",
      );
    case "UpdateStmt":
      return labelUpdate(node, { around, place });
    case "DropOwnedStmt":
    case "DropRoleStmt":
    case "DropdbStmt":
    case "DropTableSpaceStmt":
    case "DropUserMappingStmt":
    case "DropSubscriptionStmt":
      return destructive("it drops what others may use");
    case "DoStmt":
      return labelBlock(value, (inner) => effectOf(inner, { around, place }));
    case "SelectStmt":
      return callsFunctions(value)
        ? unknown("it calls functions, whose effect the statement does not show")
        : additive;
    default:
      return harmless.test(kind) ? additive : unknown(`${kind} is not among those that are known`);
  }
}

/** New columns are filled; old ones lose what they had. */
function labelUpdate(node: Node, { around, place }: Place): StatementEffect {
  if (!("UpdateStmt" in node)) return additive;
  const { relation, targetList = [], whereClause } = node.UpdateStmt;
  if (whereClause !== undefined) return additive;
  const table = `${relation?.schemaname ?? "public"}.${relation?.relname ?? ""}`;
  const columns = targetList.flatMap((own) =>
    "ResTarget" in own ? [own.ResTarget.name ?? ""] : [],
  );
  const old = columns.filter((name) => !around.isNew(`column ${table}.${name}`, place));
  if (old.length === 0 || around.isNew(`table ${table}`, place)) return additive;
  return destructive(`it overwrites ${old.join(", ")} in every row`);
}

function callsFunctions(tree: unknown): boolean {
  return childrenOf(tree).some(
    ({ kind, value }) => kind === "FuncCall" || (isNode(value) && callsFunctions(value)),
  );
}

/**
 * What must be allowed before such statements run on a database in use: one finding each. Statements of which nobody can
 * say are named as warnings.
 */
export async function findDestructive(
  statements: readonly SplitStatement[],
  { file = null }: SplitOptions = {},
): Promise<readonly Diagnostic[]> {
  const effects = await labelStatements(statements.map(({ node }) => node));
  return statements.flatMap(({ sql, line, column }, place) => {
    const effect = effects[place];
    if (effect === undefined || effect.label === "additive") return [];
    const isUnknown = effect.label === "unknown";
    return [
      diagnostic({
        code: isUnknown ? "migrations/unknown-effect" : "migrations/destructive",
        severity: isUnknown ? "warning" : "error",
        file,
        line,
        column,
        name: firstLine(sql),
        message: isUnknown
          ? `Whether this statement loses anything cannot be told: ${effect.reason}.`
          : `This statement is destructive: ${effect.reason}.`,
        fix: isUnknown
          ? "Read it before it runs on a database with data."
          : "Give --allow-destructive if that is meant.",
      }),
    ];
  });
}

function firstLine(sql: string): string {
  const line = sql.replaceAll(/\s+/g, " ").trim();
  return line.length > 100 ? `${line.slice(0, 97)}...` : line;
}
