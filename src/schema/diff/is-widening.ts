/** What every value of a type fits into, by the names that Postgres prints. */
const wider: Readonly<Record<string, readonly string[]>> = {
  smallint: ["integer", "bigint", "numeric"],
  integer: ["bigint", "numeric"],
  bigint: ["numeric"],
  real: ["double precision"],
  character: ["text"],
  "character varying": ["text"],
  json: ["jsonb"],
};

/** Whether every value of one type is also one of the other. Types as `format_type` writes them. */
export function isWidening(from: string, to: string): boolean {
  const bare = from.replace(/\(.*\)/, "");
  return from === to || (wider[bare]?.includes(to) ?? false);
}
