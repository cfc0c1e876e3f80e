/** A table as the cells of the access matrix name it: with its schema where that is not `public`. */
export function cellTable({
  schema,
  table,
}: {
  readonly schema: string;
  readonly table: string;
}): string {
  return schema === "public" ? table : `${schema}.${table}`;
}
