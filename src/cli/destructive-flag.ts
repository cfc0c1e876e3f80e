import type { Option } from "commander";
import { flag } from "./flag.ts";

/** Also `MEGAMIND_ALLOW_DESTRUCTIVE`. */
export function allowDestructiveFlag(description: string): Option {
  return flag("--allow-destructive", description).default(false);
}
