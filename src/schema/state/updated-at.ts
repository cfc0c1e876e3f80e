import type { Entity } from "../../spec/entity.ts";
import { call, equal, integer } from "../ast/expressions.ts";
import { objectName } from "../ast/names.ts";
import { inPublic } from "../ast/statements.ts";
import type { Part } from "./database-state.ts";
import { functionPart, triggerPart } from "./trigger-part.ts";

const functionName = "set_updated_at";

/** The one function behind every `updated_at`. */
export function updatedAtFunction(): Part {
  const body = ["begin", "  new.updated_at := now();", "  return new;", "end;"].join("\n");
  return functionPart({ name: functionName, body, definer: false });
}

/** Changes that other triggers make, such as counting, do not make a row newer. */
export function updatedAtTrigger(entity: Entity): Part {
  return triggerPart({
    name: objectName(entity.table, "updated_at"),
    table: inPublic(entity.table),
    moment: "before",
    events: ["update"],
    when: equal(call("pg_trigger_depth"), integer(0)),
    run: functionName,
  });
}
