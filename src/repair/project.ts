import { posix } from "node:path";
import { compareText } from "../core/compare-text.ts";
import type { PathAlias } from "../workspace/code-index/compiler-settings.ts";
import { moduleFile } from "../workspace/code-index/module-file.ts";
import { parseSource, type SourceFile } from "./source-file.ts";

/** What a project is besides the texts of its files. */
export interface ProjectFacts {
  /** Every file of the project that is not among packages or build output: media and styles too. */
  readonly paths: ReadonlySet<string>;
  /** `compilerOptions.paths` with targets relative to the project: `@/*` -> `src/*`. */
  readonly aliases: readonly PathAlias[];
  /** Packages that `package.json` names, with the versions it asks for. */
  readonly declaredPackages: ReadonlyMap<string, string>;
  /** Packages that we know by name and exact version, and may add. */
  readonly knownPackages: ReadonlyMap<string, string>;
}

/** A project as it is now or would be after some fixes. */
export interface Project {
  readonly facts: ProjectFacts;
  /** The files that the compiler judges, by path, and `package.json`. */
  readonly texts: ReadonlyMap<string, string>;
  /** The parsed file, or null when the compiler does not judge one by that path. */
  source(path: string): SourceFile | null;
  /** The path of the project's file that a module name leads to, or null for packages and nothing. */
  resolve(from: string, specifier: string): string | null;
}

/** Whether the compiler judges files with such a name; others, such as `package.json`, are only carried along. */
export function isJudged(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** What a project is after some of its files were renamed: the old paths lead nowhere any more. */
export function factsAfter(
  facts: ProjectFacts,
  { before, after }: Readonly<Record<"before" | "after", ReadonlyMap<string, string>>>,
): ProjectFacts {
  const gone = new Set([...before.keys()].filter((path) => !after.has(path)));
  if (gone.size === 0) return facts;
  return { ...facts, paths: new Set([...facts.paths].filter((path) => !gone.has(path))) };
}

/** Parsed files by their text, to be handed from one state of a project to the next. */
export type ParsedFiles = Map<string, SourceFile>;

export function createProject(
  facts: ProjectFacts,
  texts: ReadonlyMap<string, string>,
  parsed: ParsedFiles,
): Project {
  const has = (path: string): boolean => texts.has(path) || facts.paths.has(path);
  return {
    facts,
    texts,
    source: (path) => {
      const text = texts.get(path);
      if (text === undefined || !isJudged(path)) return null;
      const known = parsed.get(path);
      if (known?.text === text) return known;
      const source = parseSource(path, text);
      parsed.set(path, source);
      return source;
    },
    resolve: (from, specifier) => {
      const bases = candidatesOf(facts, from, specifier.replace(/\?.*$/, ""));
      for (const base of bases) {
        const found = moduleFile(base, has);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

/** Paths that a module name means before endings are added; none for packages. */
export function candidatesOf(
  { aliases }: Pick<ProjectFacts, "aliases">,
  from: string,
  specifier: string,
): readonly string[] {
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) {
    const path = posix.join(posix.dirname(from), specifier);
    return path.startsWith("..") ? [] : [path];
  }
  return aliases.flatMap(({ prefix, target, isWildcard }) => {
    if (!isWildcard) return specifier === prefix ? [target] : [];
    return specifier.startsWith(prefix)
      ? [posix.normalize(target + specifier.slice(prefix.length))]
      : [];
  });
}

/** The files that import a file, directly or through others, and the file itself. */
export function dependentsOf(project: Project, paths: Iterable<string>): readonly string[] {
  const importers = new Map<string, string[]>();
  for (const path of project.texts.keys()) {
    for (const { value } of project.source(path)?.sources ?? []) {
      const target = project.resolve(path, value);
      if (target === null) continue;
      importers.set(target, [...(importers.get(target) ?? []), path]);
    }
  }
  const found = new Set<string>();
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    waiting.push(...(importers.get(path) ?? []));
  }
  return [...found].filter((path) => project.texts.has(path)).toSorted(compareText);
}
