import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { flag } from "./flag.ts";

export function templatesFlag() {
  return flag("--templates <folder>", "takes the catalog from this folder").default(
    fileURLToPath(new URL("../../templates", import.meta.url)),
    "the catalog that comes with megamind",
  );
}

/** Kits and database images live below it; removing it costs time, never work. */
export function cacheFolderFlag() {
  const base = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return flag("--cache-folder <folder>", "keeps packages and database images here").default(
    join(base, "megamind"),
    "megamind in the user's cache folder",
  );
}

/** Settings and stored keys live here. */
export function configFolderFlag() {
  const base = process.env["XDG_CONFIG_HOME"] ?? "";
  return flag("--config-folder <folder>", "keeps settings and keys here").default(
    join(base === "" ? join(homedir(), ".config") : base, "megamind"),
    "megamind in the user's configuration folder",
  );
}
