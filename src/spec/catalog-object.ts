import { z } from "zod";

/** Kinds of objects that two databases are compared by. */
const catalogKinds = [
  "schema",
  "table",
  "column",
  "constraint",
  "index",
  "row security",
  "grants",
  "policy",
  "trigger",
  "function",
  "comment",
  "publication",
  "bucket",
  "view",
  "type",
] as const;
export type CatalogKind = (typeof catalogKinds)[number];

export const catalogObjectSchema = z
  .object({
    kind: z.enum(catalogKinds),
    schema: z.string(),
    /** The table that it hangs on; null for what stands alone. */
    table: z.string().nullable(),
    /** Of a function as Postgres writes it, with its arguments; empty where the table is named already. */
    name: z.string(),
    /** What is compared, as Postgres writes it with all names qualified. */
    facts: z.record(z.string(), z.string().nullable()).readonly(),
  })
  .readonly();

/** One object of a database, with everything that makes it differ from another one of its name. */
export type CatalogObject = z.infer<typeof catalogObjectSchema>;

/** The name of an object among all of a database: `column public.notes.title`. */
export function catalogKey({
  kind,
  schema,
  table,
  name,
}: Pick<CatalogObject, "kind" | "schema" | "table" | "name">): string {
  const path = [schema, table, name].filter((part) => part !== null && part !== "");
  return `${kind} ${path.join(".")}`;
}
