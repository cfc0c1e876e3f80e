import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/compare-text.ts";
import { entryKind } from "../app-path.ts";
import { runGit } from "../git.ts";
import { globPattern } from "./glob-pattern.ts";

/** Packages, and what git and we keep for ourselves, are nobody's own files, whatever a .gitignore says. */
const foreign = /(?:^|\/)(?:node_modules|\.git)\//;

/**
 * The files that git would commit now: those it knows, and new ones that no .gitignore names. A folder without a repository
 * of its own is read as if it had one. Paths are relative to the folder, in order.
 */
export async function projectFiles(root: string): Promise<readonly string[]> {
  const isRepository = (await entryKind(join(root, ".git"))) !== "missing";
  const found = isRepository ? await listedByGit(root) : await listedByHand(root, "", []);
  return [...new Set(found)].filter((path) => !foreign.test(`${path}/`)).toSorted(compareText);
}

async function listedByGit(root: string): Promise<readonly string[]> {
  const list = async (...args: readonly string[]) =>
    (await runGit(root, ["ls-files", "-z", ...args])).split("\0").filter((path) => path !== "");
  const known = await list("--cached", "--others", "--exclude-standard");
  const gone = new Set(await list("--deleted"));
  return known.filter((path) => !gone.has(path));
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
