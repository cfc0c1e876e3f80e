import { databaseFactsSchema, type DatabaseFacts } from "../spec/database-facts.ts";
import {
  bucketsQuery,
  extensionsQuery,
  functionsQuery,
  hasBuckets,
  publishedQuery,
  viewsQuery,
} from "./inspect/code-queries.ts";
import { tablesQuery } from "./inspect/table-query.ts";
import { catalogSearchPath } from "./inspect/query-parts.ts";
import type { Session } from "./session.ts";

/**
 * Reads the final state of a database from its catalog: the project's own tables, views, functions and buckets,
 * and the tables of storage and realtime, on which projects put policies. Sorted; changes nothing.
 */
export async function inspectDatabase(session: Session): Promise<DatabaseFacts> {
  return session.rolledBack(async (inner) => {
    await inner.execute(catalogSearchPath);
    const { rows } = await inner.query(
      `select ${tablesQuery} as tables, ${viewsQuery} as views, ${functionsQuery} as functions,
       ${extensionsQuery} as extensions, ${publishedQuery} as published, ${hasBuckets} as "hasBuckets"`,
    );
    const buckets = rows[0]?.["hasBuckets"] === true ? await inner.read(bucketsQuery) : [];
    return databaseFactsSchema.parse({ ...rows[0], buckets });
  });
}
