import { posix } from "node:path";
import { compareText } from "../../core/compare-text.ts";
import { nearestTexts } from "../../core/nearest-text.ts";
import { namesInReach } from "../bindings.ts";
import type { Finding } from "../finding.ts";
import {
  attempts,
  editFile,
  none,
  type Fixer,
  type FixerAnswer,
  type FixerContext,
} from "../fixer.ts";
import { isAsset } from "../asset-path.ts";
import { moduleSpecifier } from "../module-specifier.ts";
import { candidatesOf, isJudged } from "../project.ts";
import type { ModuleName, SourceFile } from "../source-file.ts";
import { addPackage, packageName } from "./missing-package.ts";

/**
 * A module that is not there: a file in another folder, in other letters or misspelt, or a package. A file is taken when
 * it is the only one of that name that gives all the names which are wanted, or nearly all others take them from it.
 */
export const missingModule: Fixer = {
  name: "missing-module",
  codes: ["TS2307", "TS2882", "TS1149", "TS1261", "import/missing-file"],
  stage: "modules",
  propose: (finding, context) => {
    const { source, project } = context;
    const wanted = source.sources.find(
      ({ start, end }) => start <= finding.start && finding.end <= end,
    );
    if (wanted === undefined) return none("the name of the module is not a plain text");
    if (isAsset(wanted.value) && project.resolve(source.path, wanted.value) !== null) {
      return none("the file is there, and nothing tells the compiler what such files are");
    }
    const isOwn =
      wanted.value.startsWith(".") ||
      candidatesOf(project.facts, source.path, wanted.value).length > 0;
    return isOwn ? ownModule(wanted, context) : packageModule(wanted, context, finding);
  },
};

function ownModule(wanted: ModuleName, { source, project }: FixerContext): FixerAnswer {
  const found = preferred(likelyFiles(wanted, { source, project }), wanted, { source, project });
  const [only, second] = found;
  if (only === undefined) {
    return none(
      `no file of the project is called ${posix.basename(wanted.value)} and gives ${namesText(wanted)}`,
    );
  }
  if (second !== undefined) return none(`it could mean ${found.slice(0, 3).join(" or ")}`);
  const specifier = moduleSpecifier(project, {
    from: source.path,
    target: only,
    like: wanted.value,
  });
  return renameModule(wanted, specifier, source);
}

/** How many files must take names from one file for each that takes them from another, to tell which is meant. */
const clearMajority = 3;

/** Of several files the one from which nearly all others take the names, if there is such a one. */
function preferred(
  files: readonly string[],
  { names }: ModuleName,
  { source, project }: Pick<FixerContext, "source" | "project">,
): readonly string[] {
  if (files.length < 2 || names.length === 0) return files;
  const users = new Map(files.map((file) => [file, 0]));
  for (const path of project.texts.keys()) {
    if (path === source.path) continue;
    for (const taken of project.source(path)?.sources ?? []) {
      const file = project.resolve(path, taken.value) ?? "";
      const count = users.get(file);
      const takesAll = names.every((name) => taken.names.includes(name));
      if (count !== undefined && takesAll) users.set(file, count + 1);
    }
  }
  const [first, second] = [...users].toSorted((left, right) => right[1] - left[1]);
  const isClear = (first?.[1] ?? 0) >= clearMajority * Math.max(second?.[1] ?? 0, 1);
  return first !== undefined && isClear ? [first[0]] : files;
}

function namesText({ names }: ModuleName): string {
  return names.length === 0 ? "what it should" : names.join(", ");
}

function likelyFiles(
  wanted: ModuleName,
  { source, project }: Pick<FixerContext, "source" | "project">,
): readonly string[] {
  const isSource = !isAsset(wanted.value);
  const files = [...(isSource ? project.texts.keys() : project.facts.paths)].filter(
    (path) => path !== source.path && isJudged(path) === isSource && !/\.test\.[jt]sx?$/.test(path),
  );
  const given = (path: string) => project.source(path)?.exports ?? new Set<string>();
  const fitting = isSource
    ? files.filter((path) => wanted.names.every((wish) => given(path).has(wish)))
    : files;
  const name = (path: string) => posix.basename(bare(path)).toLowerCase();
  const same = fitting.filter((path) => name(path) === name(wanted.value));
  if (same.length > 0) return closestPaths(wanted, { source, project }, same);
  const [base] = candidatesOf(project.facts, source.path, wanted.value);
  if (!isSource) return nearestTexts(base ?? "", { candidates: fitting, limit: 2 });
  const near = nearestTexts(bare(base ?? ""), { candidates: fitting.map(bare), limit: 2 });
  if (wanted.names.length === 0 && near.length > 1) return near;
  const [nearest] = near;
  if (nearest !== undefined) return fitting.filter((path) => bare(path) === nearest);
  // The names may be wrong as well: what they should be is seen once the module is found.
  return files.filter(
    (path) =>
      name(path) === name(wanted.value) &&
      wanted.names.every((wish) => isNearly(wish, project.source(path))),
  );
}

/** Whether a file gives a name of nearly that spelling, or keeps one of that spelling for itself. */
function isNearly(wish: string, source: SourceFile | null): boolean {
  if (source === null) return false;
  return (
    nearestTexts(wish, { candidates: source.exports }).length > 0 ||
    namesInReach(source, { start: 0, end: 0 }).has(wish)
  );
}

/** Of several files of one name, the one in the folder that differs least from the one named, if one does. */
function closestPaths(
  wanted: ModuleName,
  { source, project }: Pick<FixerContext, "source" | "project">,
  paths: readonly string[],
): readonly string[] {
  const [base = ""] = candidatesOf(project.facts, source.path, wanted.value);
  const folders = new Set(posix.dirname(base).toLowerCase().split("/"));
  const shared = (path: string) =>
    posix
      .dirname(path)
      .toLowerCase()
      .split("/")
      .filter((part) => folders.has(part)).length;
  const most = Math.max(...paths.map(shared));
  return paths.filter((path) => shared(path) === most).toSorted(compareText);
}

/** A path without its ending, and a folder for its index file. */
function bare(path: string): string {
  return path.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, "").replace(/\/index$/, "");
}

function packageModule(
  wanted: ModuleName,
  { source, project }: FixerContext,
  { file }: Finding,
): FixerAnswer {
  const { declaredPackages, knownPackages } = project.facts;
  const name = packageName(wanted.value);
  if (name.startsWith("node:")) return none("@types/node is not among the packages");
  if (declaredPackages.has(name)) {
    return none(`package.json names ${name}, but it has no such module here: run npm install`);
  }
  const [near] = nearestTexts(name, { candidates: declaredPackages.keys() });
  if (near !== undefined && near !== name) {
    return renameModule(wanted, near + wanted.value.slice(name.length), source);
  }
  const version = knownPackages.get(name);
  const manifest = project.texts.get("package.json");
  if (version === undefined || manifest === undefined) {
    return none(`the package ${name} is not known: nothing is installed by its name alone`);
  }
  const isTest = /\.(?:test|spec)\.[jt]sx?$|(?:^|\/)(?:tests?|e2e)\//.test(file);
  return attempts([addPackage(manifest, { name, version, isForDevelopment: isTest })]);
}

function renameModule(
  { start, end }: ModuleName,
  specifier: string,
  source: FixerContext["source"],
): FixerAnswer {
  const quote = source.text[start] ?? '"';
  return editFile(source, { start, end, text: `${quote}${specifier}${quote}` });
}
