import type { SqlErrorFields } from "../database-errors.ts";

/**
 * What the server says about a failed statement; null when it is no word of the server, or its last one. `params` are
 * those of the query: where one of them is a statement that was executed, positions are in that.
 */
export async function sqlErrorFields(
  error: unknown,
  params: readonly unknown[],
): Promise<SqlErrorFields | null> {
  const { DatabaseError } = (await import("pg")).default;
  if (!(error instanceof DatabaseError) || error.severity === "FATAL") return null;
  const isOfParameter = params.includes(error.internalQuery ?? null);
  const position = Number((isOfParameter ? error.internalPosition : error.position) ?? 0);
  return {
    message: error.message,
    code: error.code ?? "XX000",
    detail: error.detail ?? null,
    hint: error.hint ?? null,
    position: position > 0 ? position : null,
    where: error.where ?? null,
    constraint: error.constraint ?? null,
    table: error.table ?? null,
  };
}
