import { objectKeys } from "../diff/object-keys.ts";
import { isNode, type TreeNode } from "../lints/tree.ts";
import { additive, destructive, type StatementEffect } from "./statement-effect.ts";
import type { Surroundings } from "./surroundings.ts";

interface Place {
  readonly around: Surroundings;
  readonly place: number;
}

/** Rights on what the migration itself makes, and rights that it gives again, are set and not taken away. */
export function labelRevoke(statement: TreeNode, { around, place }: Place): StatementEffect {
  const { kind, value } = statement;
  if (kind === "AlterDefaultPrivilegesStmt") {
    const action = isNode(value["action"]) ? value["action"] : {};
    return action["is_grant"] === true
      ? additive
      : destructive("it takes away rights on what comes later");
  }
  if (value["is_grant"] === true) return additive;
  const grants = objectKeys({ GrantStmt: value });
  const names = grants.map((key) => key.replace(/^grants /, "table ").replace(/\($/, ""));
  const isSet =
    names.length > 0 &&
    names.every(
      (name, index) =>
        around.isNew(name, place) || around.isMadeAgain(grants[index] ?? name, place),
    );
  return isSet ? additive : destructive("it takes away rights that somebody may use");
}
