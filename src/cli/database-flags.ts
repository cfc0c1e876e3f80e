import { Option } from "commander";
import type { CheckSqlOptions } from "../pipeline/check-sql.ts";
import { flag } from "./flag.ts";

/** Also `MEGAMIND_DATABASE_URL`, so that the password need not be in the history of a shell. */
export function databaseUrlFlag() {
  return flag(
    "--database-url <url>",
    "uses this Postgres server instead of a local one, in a transaction that is undone",
  );
}

/** No environment variable: whoever lets us into a database in use says so each time. */
export function forceFlag() {
  return new Option("--force", "allows a database on the server that has tables").default(false);
}

/** The server that the flags name, or null for a Postgres of our own. */
export function serverChoice(flags: {
  readonly databaseUrl?: string | undefined;
  readonly force: boolean;
}): CheckSqlOptions["server"] {
  const { databaseUrl: url, force } = flags;
  return url === undefined || url === "" ? null : { url, force };
}
