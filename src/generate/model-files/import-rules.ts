import { posix } from "node:path";
import type { AppFiles } from "../../spec/change-set.ts";
import { lineAt, parseModule, type SourceModule } from "./source-module.ts";

/** What the pages of a feature may import. */
export interface ImportRules {
  /** Names of npm packages. */
  readonly packages: ReadonlySet<string>;
  /** Paths of the app's files that may be imported, with what each exports. */
  readonly files: ReadonlyMap<string, Exports>;
}

interface Exports {
  readonly names: ReadonlySet<string>;
  /** It passes on all of another module, under names that we do not follow. */
  readonly isOpen: boolean;
}

export interface RefusedImport {
  readonly message: string;
  readonly line: number;
}

/** The rules for files of the app: what each of these files exports. Files that do not parse are left out. */
export async function importRules(
  paths: Iterable<string>,
  { app, packages }: { readonly app: AppFiles; readonly packages: ReadonlySet<string> },
): Promise<ImportRules> {
  const files = new Map<string, Exports>();
  for (const path of paths) {
    const text = app.get(path);
    if (typeof text !== "string" || !/\.tsx?$/.test(path)) continue;
    const { module } = await parseModule(path, text);
    if (module === null) continue;
    files.set(path, { names: new Set(module.exports), isOpen: module.exportsAll });
  }
  return { packages, files };
}

/** Imports of a file that its rules do not know, or of names that the imported file does not export. */
export function refusedImports(module: SourceModule, rules: ImportRules): readonly RefusedImport[] {
  const sources = module.sources.flatMap(({ source, start }) =>
    source !== null && isAllowed(module.path, source, rules)
      ? []
      : [
          {
            start,
            message: `It imports ${source === null ? "what code decides" : `"${source}"`}, which a page of this feature may not.`,
          },
        ],
  );
  const names = module.imports.flatMap(({ moduleRequest, entries, start }) => {
    const exports = fileOf(module.path, moduleRequest.value, rules);
    if (exports === null || exports.isOpen) return [];
    return entries
      .flatMap(({ importName: { kind, name } }) =>
        kind === "Default" ? "default" : kind === "Name" ? (name ?? []) : [],
      )
      .filter((name) => !exports.names.has(name))
      .map((name) => ({
        start,
        message: `"${moduleRequest.value}" exports no "${name}"; it exports ${[...exports.names].join(", ")}.`,
      }));
  });
  return [...sources, ...names].map(({ message, start }) => ({
    message,
    line: lineAt(module.text, start),
  }));
}

function isAllowed(path: string, source: string, rules: ImportRules): boolean {
  return rules.packages.has(source) || fileOf(path, source, rules) !== null;
}

function fileOf(path: string, source: string, { files }: ImportRules): Exports | null {
  const stem = stemOf(path, source);
  if (stem === null) return null;
  return files.get(`${stem}.ts`) ?? files.get(`${stem}.tsx`) ?? null;
}

/** The path in the app that an import means, without its ending; null for a package. */
export function stemOf(path: string, source: string): string | null {
  const stem = source.startsWith("@/")
    ? `src/${source.slice(2)}`
    : source.startsWith(".")
      ? posix.join(posix.dirname(path), source)
      : null;
  return stem === null ? null : stem.replace(/\.tsx?$/, "");
}
