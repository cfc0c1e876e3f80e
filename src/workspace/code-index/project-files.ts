import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { UnavailableError } from "../../core/errors.ts";
import { compareText } from "../../core/compare-text.ts";
import { entryKind } from "../app-path.ts";
import { runGit } from "../git.ts";
import { globPattern } from "./glob-pattern.ts";

/** Packages, and what git and we keep for ourselves, are nobody's own files, whatever a .gitignore says. */
const foreign = /(?:^|\/)(?:node_modules|\.git)\//;

export interface ListOptions {
  /**
   * Whether a repository around the folder counts. An app of ours gets a repository of its own, and must look the same
   * before that wherever it lies. Default: false.
   */
  readonly looksAbove?: boolean;
}

/**
 * The files that git would commit now: those it knows, and new ones that no .gitignore names. A folder without a repository,
 * and one that the repository around it ignores, is read as if it had one. Paths are relative to the folder, in order.
 */
export async function projectFiles(
  root: string,
  { looksAbove = false }: ListOptions = {},
): Promise<readonly string[]> {
  const repository = await repositoryOf(root, looksAbove);
  const listed = repository === null ? [] : await listedByGit(root, repository);
  const found = listed.length > 0 ? listed : await listedByHand(root, "", []);
  return [...new Set(found)].filter((path) => !foreign.test(`${path}/`)).toSorted(compareText);
}

/** The folder itself, or the nearest one above it, that is a repository. */
async function repositoryOf(root: string, looksAbove: boolean): Promise<string | null> {
  for (let folder = root; ; folder = dirname(folder)) {
    if ((await entryKind(join(folder, ".git"))) !== "missing") return folder;
    if (!looksAbove || dirname(folder) === folder) return null;
  }
}

const listing = ["ls-files", "-z", "-t", "--cached", "--others", "--deleted", "--exclude-standard"];

/** What git says of a file that it knows and that is not there any more: "R src/app.ts". */
const isGone = "R";

/** Empty when git is not there or refuses. */
async function listedByGit(root: string, repository: string): Promise<readonly string[]> {
  const below = relative(repository, root).split(sep).join("/");
  const prefix = below === "" ? "" : `${below}/`;
  try {
    const text = await runGit(repository, [...listing, "--", prefix || "."]);
    const lines = text.split("\0").filter((line) => line !== "");
    const files = lines.map((line) => ({ tag: line[0], path: line.slice(2 + prefix.length) }));
    const gone = new Set(files.filter(({ tag }) => tag === isGone).map(({ path }) => path));
    return files.map(({ path }) => path).filter((path) => !gone.has(path));
  } catch (error) {
    if (error instanceof UnavailableError) return [];
    throw error;
  }
}

interface Ignored {
  readonly pattern: RegExp;
  readonly isExcepted: boolean;
}

async function listedByHand(
  root: string,
  folder: string,
  above: readonly Ignored[],
): Promise<readonly string[]> {
  const ignored = [...above, ...(await readIgnored(root, folder))];
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = `${folder}${entry.name}`;
    const isFolder = entry.isDirectory();
    if (foreign.test(`${path}/`) || isIgnored(isFolder ? `${path}/` : path, ignored)) continue;
    if (isFolder) found.push(...(await listedByHand(root, `${path}/`, ignored)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

async function readIgnored(root: string, folder: string): Promise<readonly Ignored[]> {
  const text = await readFile(join(root, folder, ".gitignore"), "utf8").catch(() => "");
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const isExcepted = line.startsWith("!");
      const rule = line.replace(/^!/, "");
      const isAnchored = rule.slice(0, -1).includes("/");
      const glob = `${folder}${isAnchored ? "" : "**/"}${rule.replace(/^\//, "")}`;
      return { isExcepted, pattern: globPattern(glob) };
    });
}

/** The last rule that names a path decides. Rules name folders with and without a slash at the end. */
function isIgnored(path: string, ignored: readonly Ignored[]): boolean {
  const names = path.endsWith("/") ? [path, path.slice(0, -1)] : [path];
  const last = ignored.findLast(({ pattern }) => names.some((name) => pattern.test(name)));
  return last !== undefined && !last.isExcepted;
}
