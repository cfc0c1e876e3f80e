import { z } from "zod";
import { catalogObjectSchema, type CatalogObject } from "../spec/catalog-object.ts";
import { catalogQuery } from "./inspect/catalog-query.ts";
import type { Session } from "./session.ts";

/**
 * Reads what entities can make in a database, with every detail that counts when two databases are compared.
 * Sorted; changes nothing.
 */
export async function readCatalog(session: Session): Promise<readonly CatalogObject[]> {
  return session.rolledBack(async (inner) => {
    // Nothing is in view then, so that Postgres writes every name with its schema.
    await inner.execute("set local search_path = ''");
    const { rows } = await inner.query(catalogQuery);
    return z.array(catalogObjectSchema).readonly().parse(rows);
  });
}
