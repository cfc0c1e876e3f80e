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

/** What megamind has learned from repairs lives here. */
export function dataFolderFlag() {
  const base = dataHome({ env: process.env, platform: process.platform, home: homedir() });
  return flag("--data-folder <folder>", "keeps what was learned from repairs here").default(
    join(base, "megamind"),
    "megamind in the user's data folder",
  );
}

interface UserPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly home: string;
}

/** Where programs of this user keep data: https://specifications.freedesktop.org/basedir-spec, or what the system has. */
export function dataHome({ env, platform, home }: UserPlace): string {
  const named = env["XDG_DATA_HOME"] ?? "";
  if (named !== "") return named;
  if (platform === "darwin") return join(home, "Library", "Application Support");
  if (platform === "win32") return env["LOCALAPPDATA"] || join(home, "AppData", "Local");
  return join(home, ".local", "share");
}

/** Settings and stored keys live here. */
export function configFolderFlag() {
  const base = process.env["XDG_CONFIG_HOME"] ?? "";
  return flag("--config-folder <folder>", "keeps settings and keys here").default(
    join(base === "" ? join(homedir(), ".config") : base, "megamind"),
    "megamind in the user's configuration folder",
  );
}
