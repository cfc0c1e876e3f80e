import { Option } from "commander";

/** Values by which an environment variable leaves a switch off. */
const off = /^(?:0|false|no|off)$/i;

/**
 * An option that can also be set by an environment variable: `--cache-folder` by `MEGAMIND_CACHE_FOLDER`.
 * An empty variable counts as not set, and one that says 0, false, no or off leaves a switch off.
 */
export function flag(flags: string, description: string): Option {
  const option = new Option(flags, description);
  const variable = `MEGAMIND_${option.name().replaceAll("-", "_").toUpperCase()}`;
  const value = process.env[variable]?.trim();
  const isUnset = value === "" || (option.isBoolean() && off.test(value ?? ""));
  return isUnset ? option : option.env(variable);
}

/** Help text with examples, each a command that works. */
export function examples(...lines: readonly string[]): string {
  return ["", "Examples:", ...lines.map((line) => `  ${line}`), ""].join("\n");
}
