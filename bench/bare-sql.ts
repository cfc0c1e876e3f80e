/** Applies an app's migrations, whole files at a time, to an empty local database: the floor of the SQL gates. */
import { globSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../src/backend/open-database.ts";

const root = process.argv[2] ?? ".";
const cacheFolder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "megamind");

const database = await openDatabase({ cacheFolder });
try {
  for (const file of globSync("supabase/migrations/*.sql", { cwd: root }).toSorted()) {
    await database.execute(readFileSync(join(root, file), "utf8"));
  }
} finally {
  await database.close();
}
