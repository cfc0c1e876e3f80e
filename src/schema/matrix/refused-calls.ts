import type { FunctionSource } from "../../spec/function-source.ts";
import { publicSchema, qualified } from "../ast/names.ts";
import { accessCell, denied, type AccessCell } from "./access-cell.ts";
import { actorOf, type ActorName } from "./users.ts";

const callers: readonly ActorName[] = ["anon", "stranger"];

/**
 * Calls that must be refused to clients: only triggers and policies run what is outside of the schema that the API
 * exposes. That the functions themselves work is known from those that run them.
 */
export function refusedCalls(sources: readonly FunctionSource[]): readonly AccessCell[] {
  return sources
    .filter(({ schema }) => schema !== publicSchema)
    .flatMap((source) =>
      callers.map((actor) => {
        const name = `${source.schema}.${source.name}`;
        return accessCell({
          table: `function ${name}`,
          command: "select",
          operation: "call",
          actor,
          actorValue: actorOf(actor),
          description: "call it",
          // A set may be empty: counted it is one row all the same.
          sql: source.isTrigger
            ? `select ${callText(source)}`
            : `select count(*) from ${callText(source)}`,
          expect: denied,
        });
      }),
    );
}

/** The call of a function with nulls. */
export function callText({ inputs, name, schema }: FunctionSource): string {
  return `${qualified(schema, name)}(${inputs.map((type) => `null::${type}`).join(", ")})`;
}
