import { readdir, readFile } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { z } from "zod";
import { compareText } from "../core/compare-text.ts";
import { InputError, InterruptedError, UnavailableError } from "../core/errors.ts";
import { runProgram } from "../workspace/run-program.ts";
import type { PathAlias } from "../workspace/code-index/compiler-settings.ts";
import { isJudged, type ProjectFacts } from "./project.ts";

interface ReadInput {
  /** Absolute path of the project. */
  readonly root: string;
  /** The program of TypeScript. */
  readonly compiler: string;
  /** Packages that may be added by name, with exact versions. */
  readonly knownPackages: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

export interface ProjectFiles {
  readonly facts: ProjectFacts;
  readonly texts: ReadonlyMap<string, string>;
}

const configSchema = z.object({
  compilerOptions: z
    .object({ paths: z.record(z.string(), z.array(z.string())).optional() })
    .default({}),
  files: z.array(z.string()).default([]),
  references: z.array(z.object({ path: z.string() })).default([]),
});

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * Reads a project as its compiler sees it: the files that `tsconfig.json` and the projects it refers to name.
 * @throws InputError when there is no project there, or its settings cannot be read.
 */
export async function readProject(input: ReadInput): Promise<ProjectFiles> {
  const { root, knownPackages } = input;
  const configs = await readConfigs(input, "tsconfig.json", new Set());
  const listed = [...new Set(configs.flatMap(({ files }) => files))].toSorted(compareText);
  if (listed.length === 0) {
    throw new InputError(`${join(root, "tsconfig.json")} names no file that could be mended.`, {
      nextSteps: ["Correct `include` or `files` in tsconfig.json, then run the command again."],
    });
  }
  const texts = new Map<string, string>();
  for (const path of listed) texts.set(path, await readFile(join(root, path), "utf8"));
  const manifest = await readFile(join(root, "package.json"), "utf8").catch(() => null);
  if (manifest !== null) texts.set("package.json", manifest);
  return {
    texts,
    facts: {
      paths: new Set(await listPaths(root, "")),
      aliases: configs.flatMap(({ aliases }) => aliases),
      declaredPackages: declared(manifest, root),
      knownPackages,
    },
  };
}

interface ReadConfig {
  readonly files: readonly string[];
  readonly aliases: readonly PathAlias[];
}

async function readConfigs(
  input: ReadInput,
  config: string,
  seen: Set<string>,
): Promise<readonly ReadConfig[]> {
  if (seen.has(config)) return [];
  seen.add(config);
  const shown = configSchema.parse(await showConfig(input, config));
  const folder = posix.dirname(config);
  const inside = (path: string) => posix.normalize(posix.join(folder, path));
  const files = shown.files
    .map(inside)
    .filter((path) => !path.startsWith("..") && isJudged(path) && !path.includes("node_modules/"));
  const aliases = Object.entries(shown.compilerOptions.paths ?? {}).flatMap(([name, targets]) =>
    targets.slice(0, 1).map((target) => toAlias(name, inside(target))),
  );
  const references = shown.references
    .map(({ path }) => inside(path))
    .map((path) => (path.endsWith(".json") ? path : posix.join(path, "tsconfig.json")))
    .filter((path) => !path.startsWith(".."));
  const below: ReadConfig[] = [];
  for (const path of references) below.push(...(await readConfigs(input, path, seen)));
  return [{ files, aliases }, ...below];
}

function toAlias(name: string, target: string): PathAlias {
  return {
    prefix: name.replace(/\*$/, ""),
    target: target.replace(/\*$/, ""),
    isWildcard: name.endsWith("*"),
  };
}

async function showConfig({ root, compiler, signal }: ReadInput, config: string): Promise<unknown> {
  const run = await runProgram({
    command: [process.execPath, compiler, "--showConfig", "-p", config],
    cwd: root,
    signal,
    deadlineMs: 60_000,
  });
  if (run.end.kind === "aborted") throw new InterruptedError("The repair was interrupted.");
  if (run.end.kind !== "exited") {
    throw new UnavailableError(`TypeScript could not read ${config} of ${root}.`, {
      nextSteps: ["Run the command again."],
    });
  }
  if (run.end.exitCode !== 0) {
    const words = run.stdout.trim().split("\n")[0] ?? "";
    throw new InputError(`${join(root, config)} does not describe a project: ${words}`, {
      nextSteps: [
        `Make \`tsc --showConfig -p ${config}\` work in ${root}, then run the command again.`,
      ],
    });
  }
  return JSON.parse(run.stdout);
}

function declared(manifest: string | null, root: string): ReadonlyMap<string, string> {
  if (manifest === null) return new Map();
  try {
    const { dependencies, devDependencies, peerDependencies } = manifestSchema.parse(
      JSON.parse(manifest),
    );
    return new Map(Object.entries({ ...peerDependencies, ...devDependencies, ...dependencies }));
  } catch (cause) {
    throw new InputError(`${join(root, "package.json")} cannot be read as a list of packages.`, {
      nextSteps: ["Correct package.json, then run the command again."],
      cause,
    });
  }
}

/** Folders that are made from others, or belong to tools. */
const made = /^(?:node_modules|dist|build|out|coverage|\..+)$/;

async function listPaths(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = relative(root, join(root, folder, entry.name))
      .split(sep)
      .join("/");
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory() && !made.test(entry.name))
      found.push(...(await listPaths(root, path)));
  }
  return found.toSorted(compareText);
}
