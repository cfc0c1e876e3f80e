import type { Node } from "@pgsql/types";
import { revokeExecute } from "../ast/access-statements.ts";
import { privateSchema, publicSchema } from "../ast/names.ts";
import { createTrigger, createTriggerFunction, drop, dropFunction } from "../ast/statements.ts";
import { part, type Part } from "./database-state.ts";

interface FunctionPart {
  readonly name: string;
  readonly body: string;
  readonly definer: boolean;
}

/** A function in the private schema that nobody may call: triggers run it without that right. */
export function functionPart({ name, body, definer }: FunctionPart): Part {
  return part({
    id: `function ${name}`,
    create: [
      createTriggerFunction({ schema: privateSchema, name, body, definer }),
      revokeExecute(privateSchema, name),
    ],
    drop: [dropFunction(privateSchema, name)],
    inPlace: true,
    outlivesTable: true,
  });
}

type TriggerPart = Omit<Parameters<typeof createTrigger>[0], "run"> & {
  /** The name of a function in the private schema. */
  readonly run: string;
  readonly afterwards?: readonly Node[];
};

/** A trigger on a table that is not ours goes with its function: only the table's owner could drop it alone. */
export function triggerPart({ run, afterwards = [], ...trigger }: TriggerPart): Part {
  const { schema, table } = trigger.table;
  const isOurs = schema === publicSchema;
  return part({
    id: `trigger ${schema}.${table} ${trigger.name}`,
    create: [createTrigger({ ...trigger, run: { schema: privateSchema, name: run } })],
    drop: isOurs ? [drop("OBJECT_TRIGGER", [schema, table, trigger.name])] : [],
    afterwards,
  });
}
