import { authSchemaSql } from "./auth-schema.ts";
import { publicSchemaSql } from "./public-schema.ts";
import { realtimeSchemaSql } from "./realtime-schema.ts";
import { rolesSql } from "./roles.ts";
import { storageSchemaSql } from "./storage-schema.ts";

/** Everything a hosted Supabase project has before its first migration, as far as migrations and policies can see it. */
export const preludeSql: string = [
  rolesSql,
  publicSchemaSql,
  authSchemaSql,
  storageSchemaSql,
  realtimeSchemaSql,
].join("\n");
