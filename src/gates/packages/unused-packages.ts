import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { CodeIndex } from "../../workspace/code-index/code-index.ts";
import { declaredPackages, type Manifest } from "../../workspace/code-index/manifest.ts";
import type { PackageLock } from "./package-lock.ts";
import { wordFiles, type PackageUse } from "./package-uses.ts";

interface UnusedInput {
  readonly index: CodeIndex;
  readonly manifest: Manifest;
  readonly lock: PackageLock;
  readonly uses: readonly PackageUse[];
}

/** Packages that the project installs and nothing of it names: no import, script, setting, style or other package. */
export async function unusedPackages(input: UnusedInput): Promise<readonly string[]> {
  const { index, manifest, lock, uses } = input;
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const names = Object.keys({ ...optionalDependencies, ...devDependencies, ...dependencies });
  const known = new Set([
    ...uses.map(({ name }) => name),
    ...index.settings.packages,
    ...spokenOf(index),
    ...needlessToName(index, manifest),
  ]);
  const text = await wordsOf(index, manifest);
  const scripts = new Set(
    Object.values(manifest.scripts).flatMap((line) => line.split(/[\s"'=;&|()/]+/)),
  );
  const isNamed = async (name: string) =>
    known.has(name) ||
    hasWord(text, name) ||
    isTypesOf(name, known, manifest) ||
    (await programsOf(name, { index, lock })).some((bin) => scripts.has(bin) || hasWord(text, bin));
  const named = await Promise.all(names.map(isNamed));
  const used = new Set(names.filter((_, at) => named[at]));
  return names.filter((name) => !used.has(name) && !isPeer(name, { lock, used })).toSorted();
}

/** Packages that code names in quotes, such as the environment of tests. */
function spokenOf({ code }: CodeIndex): readonly string[] {
  return [...code.values()].flatMap(({ mentions }) => [...mentions]);
}

/** Tools that editors and people start by themselves. */
const startedByHand = ["eslint", "oxlint", "prettier", "oxfmt", "@biomejs/biome", "knip"];

/** What a kind of file needs without naming it. */
function needlessToName({ files, settings }: CodeIndex, manifest: Manifest): readonly string[] {
  const has = (pattern: RegExp) => files.some((path) => pattern.test(path));
  const declared = declaredPackages(manifest);
  return [
    ...startedByHand,
    ...(has(/\.[cm]?tsx?$/) || settings.files.length > 0 ? ["typescript"] : []),
    ...(has(/\.[jt]sx$/) ? ["react", "preact", "@types/react"] : []),
    ...(has(/\.s[ac]ss$/) ? ["sass", "sass-embedded", "node-sass"] : []),
    ...(has(/\.less$/) ? ["less"] : []),
    ...(has(/^supabase\//) ? ["supabase"] : []),
    ...(declared.has("vitest")
      ? [...declared.keys()].filter((name) => name.startsWith("@vitest/"))
      : []),
  ];
}

/** Types belong to a package that is there, or to Node and the other places where code runs. */
function isTypesOf(name: string, known: ReadonlySet<string>, manifest: Manifest): boolean {
  const typed = /^@types\/(.+)$/.exec(name)?.[1]?.replace(/^(.+)__(.+)$/, "@$1/$2");
  if (typed === undefined) return false;
  return typed === "node" || known.has(typed) || declaredPackages(manifest).has(typed);
}

/** Settings, styles, pages and workflows, and what `package.json` says beside its lists of packages. */
async function wordsOf(index: CodeIndex, { fields }: Manifest): Promise<string> {
  const {
    dependencies: _,
    devDependencies: _dev,
    optionalDependencies: _optional,
    ...rest
  } = fields;
  const {
    scripts: _scripts,
    name: _name,
    description: _words,
    keywords: _keys,
    ...settings
  } = rest;
  const texts = await Promise.all(wordFiles(index).map((path) => index.text(path)));
  return [JSON.stringify(settings), ...texts].join("\n");
}

function hasWord(text: string, name: string): boolean {
  const plain = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\w@/.-])${plain}(?![\\w-])`).test(text);
}

const binSchema = z.object({
  bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
});

/** The programs that a package brings: as its lock file says, or the installed package itself. */
async function programsOf(
  name: string,
  { index, lock }: { readonly index: CodeIndex; readonly lock: PackageLock },
): Promise<readonly string[]> {
  const own = name.split("/").at(-1) ?? name;
  if (lock.kind === "npm") {
    const bins = Object.keys(lock.packages.get(`node_modules/${name}`)?.bin ?? {});
    return [own, ...bins.filter((bin) => bin !== "")];
  }
  const file = join(index.root, "node_modules", name, "package.json");
  const text = await readFile(file, "utf8").catch(() => "{}");
  const { bin } = binSchema.catch({}).parse(JSON.parse(text));
  return [own, ...(typeof bin === "object" ? Object.keys(bin) : [])];
}

/** Whether a used package asks its users to bring this one. */
function isPeer(
  name: string,
  { lock, used }: { readonly lock: PackageLock; readonly used: ReadonlySet<string> },
): boolean {
  if (lock.kind !== "npm") return false;
  return [...used].some(
    (one) => lock.packages.get(`node_modules/${one}`)?.peerDependencies[name] !== undefined,
  );
}
