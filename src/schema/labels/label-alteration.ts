import { childrenOf, isNode, type Properties } from "../lints/tree.ts";
import {
  additive,
  destructive,
  gravest,
  unknown,
  type StatementEffect,
} from "./statement-effect.ts";
import type { Surroundings } from "./surroundings.ts";

interface Place {
  readonly around: Surroundings;
  readonly place: number;
}

const harmless = new Set([
  "AT_AddColumn",
  "AT_AddConstraint",
  "AT_AddIdentity",
  "AT_AddIndex",
  "AT_AttachPartition",
  "AT_ClusterOn",
  "AT_ColumnDefault",
  "AT_DropConstraint",
  "AT_DropExpression",
  "AT_DropIdentity",
  "AT_DropNotNull",
  "AT_EnableAlwaysTrig",
  "AT_EnableReplicaTrig",
  "AT_EnableRowSecurity",
  "AT_EnableTrig",
  "AT_EnableTrigAll",
  "AT_EnableTrigUser",
  "AT_ForceRowSecurity",
  "AT_ReplicaIdentity",
  "AT_ResetRelOptions",
  "AT_SetCompression",
  "AT_SetExpression",
  "AT_SetIdentity",
  "AT_SetLogged",
  "AT_SetOptions",
  "AT_SetRelOptions",
  "AT_SetStatistics",
  "AT_SetStorage",
  "AT_ValidateConstraint",
]);

/** What takes away data or protection, whatever it is used on. */
const losses: Readonly<Record<string, string>> = {
  AT_DisableRowSecurity: "it switches row level security off",
  AT_NoForceRowSecurity: "it frees the owner from row level security",
  AT_DisableTrig: "it switches a trigger off",
  AT_DisableTrigAll: "it switches triggers off",
  AT_DisableTrigUser: "it switches triggers off",
  AT_DetachPartition: "it takes rows out of the table",
  AT_SetUnLogged: "it makes a table that a crash empties",
  AT_DropInherit: "it takes rows out of the table",
};

/** A table that the migration itself makes may be changed at will. */
export function labelAlteration(value: Properties, { around, place }: Place): StatementEffect {
  const relation = isNode(value["relation"]) ? value["relation"] : {};
  const table = `${textOr(relation["schemaname"], "public")}.${textOr(relation["relname"], "")}`;
  const effects = childrenOf(value["cmds"]).map((command) => {
    const subtype = String(command.value["subtype"]);
    const column = textOr(command.value["name"], "");
    const isNew =
      around.isNew(`table ${table}`, place) || around.isNew(`column ${table}.${column}`, place);
    return labelCommand({ subtype, column, isNew });
  });
  return gravest(effects);
}

interface Command {
  readonly subtype: string;
  readonly column: string;
  /** Whether the table or the column is made by the migration itself. */
  readonly isNew: boolean;
}

function labelCommand({ subtype, column, isNew }: Command): StatementEffect {
  if (harmless.has(subtype)) return additive;
  const loss = losses[subtype];
  if (loss !== undefined) return destructive(loss);
  if (isNew) return additive;
  switch (subtype) {
    case "AT_DropColumn":
      return destructive(`it drops the column ${column} with what is in it`);
    case "AT_AlterColumnType":
      return destructive(`it changes the type of ${column}, and values may not fit the new one`);
    case "AT_SetNotNull":
      return destructive(`it fails where ${column} is empty, and later inserts must have it`);
    default:
      return unknown(`${subtype} is not among the changes that are known`);
  }
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
