import { authSchemaSql } from "./auth-schema.ts";
import {
  extensionsSchemaSql,
  projectExtensions,
  projectExtensionSql,
  publicationSql,
  publicSchemaSql,
} from "./public-schema.ts";
import { realtimeSchemaSql } from "./realtime-schema.ts";
import { rolesSql } from "./roles.ts";
import { storageSchemaSql } from "./storage-schema.ts";

/** Nothing is made from the templates, and without them a boot has to unpack a third of the files. */
const slimmingScripts: readonly string[] = [
  "update pg_catalog.pg_database set datistemplate = false, datallowconn = true",
  "drop database template1",
  "drop database template0",
  "checkpoint",
];

/**
 * Everything a hosted Supabase project has before its first migration, as far as migrations and policies can see it.
 * Scripts to be run in order, each by itself, by the superuser that initdb made.
 */
export const prelude: readonly string[] = [
  [
    rolesSql,
    publicSchemaSql,
    extensionsSchemaSql("postgres"),
    ...projectExtensions.map(projectExtensionSql),
    publicationSql("postgres"),
    authSchemaSql("postgres"),
    storageSchemaSql("postgres"),
    realtimeSchemaSql("postgres"),
  ].join("\n"),
  ...slimmingScripts,
];
