import { z } from "zod";
import { catalogObjectSchema, type CatalogObject } from "../spec/catalog-object.ts";
import { catalogBucketsQuery, catalogQuery } from "./inspect/catalog-query.ts";
import { catalogSearchPath } from "./inspect/query-parts.ts";
import type { Session } from "./session.ts";

const objectsSchema = z.array(catalogObjectSchema);

/**
 * Reads what entities can make in a database, with every detail that counts when two databases are compared.
 * Sorted; changes nothing.
 */
export async function readCatalog(session: Session): Promise<readonly CatalogObject[]> {
  return session.rolledBack(async (inner) => {
    await inner.execute(catalogSearchPath);
    const { rows } = await inner.query(catalogQuery);
    const found = await inner.query("select to_regclass('storage.buckets') is not null as exists");
    const buckets = found.rows[0]?.["exists"] === true ? await inner.read(catalogBucketsQuery) : [];
    return [...objectsSchema.parse(rows), ...objectsSchema.parse(buckets)];
  });
}
