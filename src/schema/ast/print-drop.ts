import type { Node } from "@pgsql/types";
import { quoted } from "./names.ts";

/**
 * Prints the drop of a policy or trigger, whose names the printer leaves unquoted; null for all other statements. They come
 * from databases of others, where a name may be anything.
 */
export function printDropOnTable(node: Node): string | null {
  if (!("DropStmt" in node)) return null;
  const { behavior, missing_ok: mayMiss, objects = [], removeType } = node.DropStmt;
  const word = words[removeType ?? ""];
  const [object] = objects;
  if (word === undefined || object === undefined || !("List" in object)) return null;
  const path = (object.List.items ?? []).map((item) =>
    "String" in item ? quoted(item.String.sval ?? "") : "",
  );
  const table = path.slice(0, -1).join(".");
  const cascade = behavior === "DROP_CASCADE" ? " cascade" : "";
  return `drop ${word} ${mayMiss === true ? "if exists " : ""}${path.at(-1)} on ${table}${cascade}`;
}

const words: Readonly<Record<string, string>> = {
  OBJECT_POLICY: "policy",
  OBJECT_TRIGGER: "trigger",
};
