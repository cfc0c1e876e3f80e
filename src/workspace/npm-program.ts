import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** How to start npm on the Node that runs us. */
export interface NpmProgram {
  /** What comes before the arguments for npm. */
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
}

/** Settings that npm hands to what it runs and that would make an npm below it look at the wrong folder, or install less. */
const ofTheOuterRun =
  /^(?:npm_(?:package|lifecycle)_.*|npm_command|npm_config_(?:local_prefix|global|global_prefix|call|omit|include|only|production|dry_run|ignore_scripts|package_lock|package_lock_only|save_exact|workspaces?)|NODE_ENV|NODE_OPTIONS|INIT_CWD)$/i;

/**
 * Finds npm: the one that runs us, the one that came with this Node, or the first on PATH. Node is never a shell
 * script's choice: this Node comes first on the PATH that npm sees.
 */
export function npmProgram(): NpmProgram {
  const folder = dirname(process.execPath);
  const candidates = [
    process.env["npm_execpath"] ?? "",
    join(folder, "node_modules", "npm", "bin", "npm-cli.js"),
    join(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = candidates.find((path) => path.endsWith("npm-cli.js") && existsSync(path));
  const kept = Object.entries(process.env).filter(([name]) => !ofTheOuterRun.test(name));
  const env = {
    ...Object.fromEntries(kept),
    PATH: [folder, process.env["PATH"] ?? ""].join(delimiter),
  };
  return { command: script === undefined ? ["npm"] : [process.execPath, script], env };
}
