import { posix } from "node:path";
import { z } from "zod";
import type { CodeIndex } from "../../workspace/code-index/code-index.ts";
import { globPattern } from "../../workspace/code-index/glob-pattern.ts";
import { pageScripts } from "../../workspace/code-index/page-scripts.ts";
import { parseJsonWithComments } from "../../workspace/code-index/json-with-comments.ts";

/** Files that tools start with, by what they are called: tests, settings, declarations, functions of Supabase, workers. */
const startedByName = [
  /\.(?:test|spec|bench|e2e|cy|stories)\.[cm]?[jt]sx?$/,
  /(?:^|\/)(?:__(?:tests|mocks|fixtures)__|fixtures?)\//,
  /(?:^|\/)[^/]*\.(?:config|workspace)\.[cm]?[jt]s$/,
  /(?:^|\/)\.[^/]+rc\.[cm]?[jt]s$/,
  /\.d\.[cm]?ts$/,
  /^supabase\/functions\/[^_/][^/]*\/index\.[jt]sx?$/,
  /(?:^|\/)(?:sw|service-worker|[^/]*[.-]worker)\.[cm]?[jt]s$/,
] as const;

/** Folders whose own files people start by hand. */
const startedByHand =
  /^(?:scripts?|bench|benchmarks|tools|examples|e2e|cypress|playwright|bin)\/[^/]+$/;

/** Where bundlers and servers start when nothing says otherwise. */
const usualStarts = /^(?:src\/)?(?:main|index|server)\.[cm]?[jt]sx?$/;

/** Files of a project that something outside of its code starts with. What they export is for that something. */
export async function entryFiles(index: CodeIndex): Promise<ReadonlySet<string>> {
  const paths = [...index.code.keys()];
  const named = new Set([
    ...(await pageScripts(index)),
    ...manifestNames(index).flatMap((name) => sourceOf(index, name)),
  ]);
  const globs = (await knipEntries(index)).map(globPattern);
  const known = paths.filter(
    (path) =>
      named.has(path) ||
      startedByHand.test(path) ||
      startedByName.some((pattern) => pattern.test(path)) ||
      globs.some((pattern) => pattern.test(path)),
  );
  const isStarted = known.some((path) => !startedByName.some((pattern) => pattern.test(path)));
  const usual = isStarted ? [] : paths.filter((path) => usualStarts.test(path));
  return new Set([...known, ...usual]);
}

const startFields = ["main", "module", "browser", "types", "typings", "bin", "exports"];

/** Paths in the fields by which others start a package, and the words of its scripts. */
function manifestNames({ manifest: read }: CodeIndex): readonly string[] {
  if (read.kind !== "read") return [];
  const { fields, scripts } = read.manifest;
  const words = Object.values(scripts).flatMap((line) => line.split(/[\s"'=;&|()]+/));
  return [...startFields.flatMap((field) => textsIn(fields[field])), ...words];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A file of the project by its path; of what is compiled, the source. */
function sourceOf({ code, resolve, settings }: CodeIndex, name: string): readonly string[] {
  const path = posix.normalize(name.replace(/[?#].*$/, "")).replace(/^\//, "");
  if (path === "." || path.startsWith("..")) return [];
  const outputs: readonly (readonly [string, string])[] = [
    ...settings.outputs,
    ["dist", "src"],
    ["build", "src"],
    ["lib", "src"],
  ];
  const moved = outputs.flatMap(([output, source]) =>
    path.startsWith(`${output}/`) ? `${source}${path.slice(output.length)}` : [],
  );
  return [path, ...moved].flatMap((candidate) => {
    const found = resolve("package.json", `./${candidate.replace(/\.d\.([cm]?ts)$/, ".$1")}`);
    return found.kind === "file" && code.has(found.path) ? [found.path] : [];
  });
}

const knipSchema = z.object({
  entry: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
});

/** A project that says to knip where it starts need not say it again. */
async function knipEntries(index: CodeIndex): Promise<readonly string[]> {
  const file = index.files.find((path) => /^(?:\.?knip)\.jsonc?$/.test(path));
  const settings = file === undefined ? undefined : parseJsonWithComments(await index.text(file));
  const own = index.manifest.kind === "read" ? index.manifest.manifest.fields["knip"] : undefined;
  const read = knipSchema.safeParse(settings ?? own);
  return read.success ? read.data.entry.map((glob) => glob.replace(/!$/, "")) : [];
}
