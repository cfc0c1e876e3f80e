import { accessCommands, type AccessCommand } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import type { ContractStep } from "./contract-step.ts";

/** A command with which no person succeeds in the story, and why. */
export interface Untried {
  readonly table: string;
  readonly command: AccessCommand;
  /** Null where the rule says that nobody may. */
  readonly reason: string | null;
}

/** Refusals say something only beside somebody for whom the same works: where nobody does, it is said. */
export function untriedCommands(
  entities: readonly Entity[],
  steps: readonly ContractStep[],
): readonly Untried[] {
  const tried = new Set(steps.filter(isSuccess).map(({ table, command }) => `${command} ${table}`));
  return entities.flatMap((entity) =>
    accessCommands
      .filter((command) => !tried.has(`${command} ${entity.table}`))
      .map((command) => ({ table: entity.table, command, reason: reasonOf(entity, command) })),
  );
}

function isSuccess({ request, expect }: ContractStep): boolean {
  if (request.kind === "server") return false;
  if (expect.kind === "among") return expect.rows.length > 0;
  return expect.kind === "rows" || expect.kind === "done";
}

function reasonOf({ access, signUp }: Entity, command: AccessCommand): string | null {
  if (access[command] === "nobody") return null;
  if (signUp !== null && command === "insert") return "sign-up makes its rows";
  if (command === "update")
    return "all its columns are settled with the row or decide over access, or neither person has a row that they may change";
  if (command === "delete")
    return "neither person has a row that they may delete and that nothing holds";
  return "neither person may, with the rows that are there and without a role of the app";
}
