import { childrenOf, fieldNames, type Properties } from "../lints/tree.ts";
import { additive, destructive, type StatementEffect } from "./statement-effect.ts";
import type { Surroundings } from "./surroundings.ts";

interface Place {
  readonly around: Surroundings;
  readonly place: number;
}

/** What is dropped and made again later is replaced. */
const replaceable: Readonly<Record<string, string>> = {
  OBJECT_POLICY: "policy",
  OBJECT_TRIGGER: "trigger",
  OBJECT_VIEW: "view",
};

/** What goes with it, by kind. */
const losses: Readonly<Record<string, string>> = {
  OBJECT_TABLE: "it drops the table with all its rows",
  OBJECT_POLICY: "it drops a policy that decides who may do what",
  OBJECT_TRIGGER: "it drops a trigger that guards or completes rows",
  OBJECT_TYPE: "it drops a type",
  OBJECT_DOMAIN: "it drops a type",
  OBJECT_VIEW: "it drops a view that others may read",
  OBJECT_MATVIEW: "it drops a view with its rows",
  OBJECT_FUNCTION: "it drops a function that others may call",
  OBJECT_PROCEDURE: "it drops a function that others may call",
  OBJECT_ROUTINE: "it drops a function that others may call",
  OBJECT_SCHEMA: "it drops a schema",
  OBJECT_SEQUENCE: "it drops a sequence with its place",
  OBJECT_EXTENSION: "it drops an extension with what it brought along",
};

export function labelDrop(value: Properties, { around, place }: Place): StatementEffect {
  const kind = String(value["removeType"]);
  if (kind === "OBJECT_INDEX" && value["behavior"] !== "DROP_CASCADE") return additive;
  const names = childrenOf(value["objects"]).map(({ kind: shape, value: object }) =>
    fieldNames(shape === "ObjectWithArgs" ? object["objname"] : object),
  );
  const again = names.every((path) => {
    const whole = withSchema(path, kind).join(".");
    if (kind === "OBJECT_TABLE") return around.isNew(`table ${whole}`, place);
    if (kind === "OBJECT_FUNCTION") return around.isMadeAgain(`function ${whole}`, place);
    const word = replaceable[kind];
    return word !== undefined && around.isMadeAgain(`${word} ${whole}`, place);
  });
  if (again) return additive;
  const loss = losses[kind] ?? "it drops what others may use";
  const along = value["behavior"] === "DROP_CASCADE" ? ", and all that depends on it" : "";
  return destructive(`${loss}${along}`);
}

/** Names of policies and triggers come after those of their tables. */
function withSchema(path: readonly string[], kind: string): readonly string[] {
  const isOnTable = kind === "OBJECT_POLICY" || kind === "OBJECT_TRIGGER";
  return path.length < (isOnTable ? 3 : 2) ? ["public", ...path] : path;
}
