import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CodeIndex } from "../../workspace/code-index/code-index.ts";
import { declaredPackages } from "../../workspace/code-index/manifest.ts";

/** What a folder is that somebody else made, as far as its files say. */
export interface Project {
  readonly index: CodeIndex;
  /** Packages that its package.json names. */
  readonly declared: ReadonlySet<string>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly linter: "oxlint" | "eslint" | null;
  readonly hasMigrations: boolean;
  readonly hasTests: boolean;
}

const testFile = /\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)__tests__\/.*\.[cm]?[jt]sx?$/;

/** Pure: looks at what is in the folder, and runs nothing of it. */
export function describeProject(index: CodeIndex): Project {
  const manifest = index.manifest.kind === "read" ? index.manifest.manifest : null;
  const declared = new Set(manifest === null ? [] : declaredPackages(manifest).keys());
  const scripts = manifest?.scripts ?? {};
  return {
    index,
    declared,
    scripts,
    linter: linterOf({ index, declared, scripts }),
    hasMigrations: index.files.some((path) => /^supabase\/migrations\/[^/]+\.sql$/.test(path)),
    hasTests: [...index.code.keys()].some((path) => testFile.test(path)),
  };
}

/** The one that `npm run lint` names; else the one that is there. */
function linterOf({
  index,
  declared,
  scripts,
}: Pick<Project, "index" | "declared" | "scripts">): Project["linter"] {
  const script = scripts["lint"] ?? "";
  const hasFile = (pattern: RegExp) => index.files.some((path) => pattern.test(path));
  const present = {
    oxlint: declared.has("oxlint") || hasFile(/^\.?oxlint(?:rc)?\.(?:json|config\.[cm]?[jt]s)$/),
    eslint:
      declared.has("eslint") || hasFile(/^(?:\.eslintrc(?:\.\w+)?|eslint\.config\.[cm]?[jt]s)$/),
  };
  if (present.oxlint && /\boxlint\b/.test(script)) return "oxlint";
  if (present.eslint && /\beslint\b/.test(script)) return "eslint";
  return present.oxlint ? "oxlint" : present.eslint ? "eslint" : null;
}

/**
 * Where a program of a package lies, as an import from the folder would find it: there or in a folder above, where
 * workspaces keep their packages. Null when it is not installed.
 */
export function programFile(root: string, path: string): string | null {
  for (let folder = root; ; folder = dirname(folder)) {
    const file = join(folder, "node_modules", path);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return null;
  }
}
