import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { z } from "zod";
import { parseJsonWithComments } from "./json-with-comments.ts";
import { globPattern } from "./glob-pattern.ts";

/** How files of a project name others without a relative path: `@/` -> `src/`. */
export interface PathAlias {
  /** What a specifier begins with, or all of it. */
  readonly prefix: string;
  /** Relative to the project's folder. */
  readonly target: string;
  readonly isWildcard: boolean;
}

/** What the `tsconfig*.json` files in a project's folder, and those they refer to, say together. */
export interface CompilerSettings {
  /** Paths of the settings that were read. */
  readonly files: readonly string[];
  /** Paths of the settings by which the compiler judges the project: `tsconfig.json` and those it refers to. */
  readonly projects: readonly string[];
  readonly aliases: readonly PathAlias[];
  /** Whether a compiler would look at the file. Everything where there are no settings. */
  readonly includes: (path: string) => boolean;
  /** Folders to which code is compiled, each with the one it comes from: `dist` -> `src`. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Packages that settings name: of types, of the JSX runtime, and whole settings. */
  readonly packages: readonly string[];
}

const listSchema = z.array(z.string());

const settingsSchema = z.object({
  extends: z.union([z.string().transform((one) => [one]), listSchema]).default([]),
  files: listSchema.optional(),
  include: listSchema.optional(),
  exclude: listSchema.optional(),
  references: z.array(z.object({ path: z.string() })).default([]),
  compilerOptions: z
    .object({
      baseUrl: z.string().optional(),
      paths: z.record(z.string(), listSchema).default({}),
      types: listSchema.default([]),
      jsxImportSource: z.string().optional(),
      allowJs: z.boolean().optional(),
      outDir: z.string().optional(),
      rootDir: z.string().optional(),
      plugins: z.array(z.object({ name: z.string().optional() })).default([]),
    })
    .prefault({}),
});

type Settings = z.infer<typeof settingsSchema>;

interface ReadSettings {
  readonly path: string;
  readonly settings: Settings;
}

/** Reads the settings of a project. What cannot be read says nothing: the compiler itself complains of it. */
export async function compilerSettings(
  root: string,
  files: readonly string[],
): Promise<CompilerSettings> {
  const read = new Map<string, ReadSettings>();
  const starts = files.filter((path) => /^[tj]sconfig[^/]*\.json$/.test(path));
  for (const path of starts) await readInto(read, { root, path });
  const all = [...read.values()];
  const compiled = new Set(referredFrom(read, "tsconfig.json"));
  const projects = projectsIn(read, compiled);
  const tests = projects.map((one) => includesOf(scopeOf(one, read)));
  return {
    files: all.map(({ path }) => path),
    projects: projects.map(({ path }) => path).filter((path) => compiled.has(path)),
    aliases: all.flatMap(aliasesOf),
    includes: (path) => tests.length === 0 || tests.some((test) => test(path)),
    outputs: new Map(all.flatMap(outputOf)),
    packages: all.flatMap(({ settings }) => packagesOf(settings)),
  };
}

async function readInto(
  read: Map<string, ReadSettings>,
  { root, path }: { readonly root: string; readonly path: string },
): Promise<void> {
  if (read.has(path) || path.startsWith("../")) return;
  const text = await readFile(join(root, path), "utf8").catch(() => null);
  const parsed = settingsSchema.safeParse(text === null ? null : parseJsonWithComments(text));
  if (!parsed.success) return;
  const settings = parsed.data;
  read.set(path, { path, settings });
  const named = [...basesOf({ path, settings }), ...referencesOf({ path, settings })];
  for (const name of named) await readInto(read, { root, path: name });
}

function referencesOf({ path, settings }: ReadSettings): readonly string[] {
  return settings.references.map(({ path: name }) =>
    besideOf(path, name.endsWith(".json") ? name : posix.join(name, "tsconfig.json")),
  );
}

function referredFrom(read: ReadonlyMap<string, ReadSettings>, start: string): readonly string[] {
  const found = new Set([start]);
  for (const path of found) {
    const one = read.get(path);
    for (const name of one === undefined ? [] : referencesOf(one)) found.add(name);
  }
  return [...found];
}

/** Settings that only refer to others compile nothing themselves; nor do those that are only there to be extended. */
function projectsIn(
  read: ReadonlyMap<string, ReadSettings>,
  compiled: ReadonlySet<string>,
): readonly ReadSettings[] {
  const bases = new Set([...read.values()].flatMap((one) => basesOf(one)));
  return [...read.values()].filter(({ path, settings }) => {
    const { files, include } = settings;
    const namesNothing = files?.length === 0 && (include?.length ?? 0) === 0;
    return !namesNothing && (compiled.has(path) || !bases.has(path));
  });
}

function basesOf({ path, settings }: ReadSettings): readonly string[] {
  return settings.extends
    .filter((name) => name.startsWith("."))
    .map((name) => besideOf(path, name));
}

function besideOf(path: string, name: string): string {
  const beside = posix.normalize(posix.join(posix.dirname(path), name));
  return beside.endsWith(".json") ? beside : `${beside}.json`;
}

/** Which files a project compiles is said by its own settings, or by those that they extend. */
function scopeOf(one: ReadSettings, read: ReadonlyMap<string, ReadSettings>): ReadSettings {
  const { files, include } = one.settings;
  if (files !== undefined || include !== undefined) return one;
  const base = basesOf(one)
    .flatMap((path) => read.get(path) ?? [])
    .at(-1);
  if (base === undefined) return one;
  const scope = scopeOf(base, read);
  return scope.settings.include === undefined && scope.settings.files === undefined ? one : scope;
}

function includesOf({ path, settings }: ReadSettings): (file: string) => boolean {
  const folder = posix.dirname(path);
  const pattern = (glob: string) => {
    const plain = posix.normalize(posix.join(folder, glob)).replace(/\/$/, "");
    const isFolder = !/[*?]|\.[a-z]+$/.test(posix.basename(plain));
    return globPattern(plain === "." ? "**" : isFolder ? `${plain}/**` : plain);
  };
  const { files, include, exclude = [], compilerOptions } = settings;
  const isScriptToo = compilerOptions.allowJs ?? path.startsWith("jsconfig");
  const wanted = [...(files ?? []), ...(include ?? (files === undefined ? ["**/*"] : []))].map(
    pattern,
  );
  const unwanted = exclude.map(pattern);
  return (file) =>
    (isScriptToo || /\.[cm]?tsx?$/.test(file)) &&
    wanted.some((one) => one.test(file)) &&
    !unwanted.some((one) => one.test(file));
}

function aliasesOf({ path, settings }: ReadSettings): readonly PathAlias[] {
  const { baseUrl, paths } = settings.compilerOptions;
  const base = posix.join(posix.dirname(path), baseUrl ?? ".");
  const inside = (target: string) => posix.normalize(posix.join(base, target));
  const named = Object.entries(paths).flatMap(([name, targets]) =>
    targets.map((target) => ({
      prefix: name.replace(/\*$/, ""),
      target: inside(target.replace(/\*$/, "")),
      isWildcard: name.endsWith("*"),
    })),
  );
  const plain =
    baseUrl === undefined ? [] : [{ prefix: "", target: inside("./"), isWildcard: true }];
  return [...named, ...plain];
}

function outputOf({ path, settings }: ReadSettings): readonly (readonly [string, string])[] {
  const { outDir, rootDir } = settings.compilerOptions;
  if (outDir === undefined) return [];
  const inside = (name: string) => posix.join(posix.dirname(path), name).replace(/\/$/, "");
  return [[inside(outDir), inside(rootDir ?? "src")]];
}

function packagesOf({ compilerOptions, extends: bases }: Settings): readonly string[] {
  const { types, jsxImportSource, plugins } = compilerOptions;
  const named = plugins.flatMap(({ name }) => name ?? []);
  const typed = types.flatMap((name) => [
    name,
    `@types/${name.replace(/^@/, "").replace("/", "__")}`,
  ]);
  return [
    ...typed,
    ...(jsxImportSource ?? []),
    ...named,
    ...bases.filter((name) => !name.startsWith(".")),
  ].flat();
}
