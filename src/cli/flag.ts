import { Option } from "commander";

/** An option that can also be set by an environment variable: `--cache-folder` by `MEGAMIND_CACHE_FOLDER`. */
export function flag(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.env(`MEGAMIND_${option.name().replaceAll("-", "_").toUpperCase()}`);
}

/** Help text with examples, each a command that works. */
export function examples(...lines: readonly string[]): string {
  return ["", "Examples:", ...lines.map((line) => `  ${line}`), ""].join("\n");
}
