import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { isCode, readCode, type CodeFile } from "./code-file.ts";
import { compilerSettings, type CompilerSettings, type PathAlias } from "./compiler-settings.ts";
import { readManifest, type ReadManifest } from "./manifest.ts";
import { projectFiles, type ListOptions } from "./project-files.ts";
import { resolveModule, type ResolvedModule } from "./resolve-module.ts";

/** The files of a project, and who imports what from whom. */
export interface CodeIndex {
  readonly root: string;
  /** What git would commit, without the files of packages inside this one, in order. */
  readonly files: readonly string[];
  /** Folders below this one that are packages of their own. */
  readonly packages: readonly string[];
  readonly code: ReadonlyMap<string, CodeFile>;
  readonly manifest: ReadManifest;
  readonly settings: CompilerSettings;
  resolve(from: string, specifier: string): ResolvedModule;
  /** The text of a file that is not code; empty when it cannot be read. */
  text(path: string): Promise<string>;
}

/** Reads projects, and files of them again only when their text changed. */
export class CodeIndexReader {
  readonly #read = new Map<string, CodeFile>();
  readonly #reading = new Map<string, Promise<CodeIndex>>();
  readonly #options: ListOptions;

  constructor(options: ListOptions = {}) {
    this.#options = options;
  }

  /** What git would commit, files of packages inside this one among them. */
  list(root: string): Promise<readonly string[]> {
    return projectFiles(root, this.#options);
  }

  /** Whoever asks while the project is being read gets the same answer. */
  read(root: string): Promise<CodeIndex> {
    const running = this.#reading.get(root);
    if (running !== undefined) return running;
    const reading = this.#index(root).finally(() => this.#reading.delete(root));
    this.#reading.set(root, reading);
    return reading;
  }

  async #index(root: string): Promise<CodeIndex> {
    const all = await this.list(root);
    const packages = all
      .filter((path) => path.endsWith("/package.json"))
      .map((path) => posix.dirname(path));
    const files = all.filter((path) => !packages.some((folder) => path.startsWith(`${folder}/`)));
    const code = new Map<string, CodeFile>();
    const paths = files.filter(isCode);
    const texts = await Promise.all(paths.map((path) => readText(root, path)));
    for (const [index, path] of paths.entries()) {
      code.set(path, await this.#codeFile(path, texts[index] ?? ""));
    }
    const manifest = await readManifest(root);
    const settings = await compilerSettings(root, files);
    const places = {
      files: new Set(files),
      aliases: settings.aliases,
      ownNames: ownNames(manifest),
    };
    return {
      root,
      files,
      packages,
      code,
      manifest,
      settings,
      resolve: (from, specifier) => resolveModule({ from, specifier }, places),
      text: (path) => readText(root, path),
    };
  }

  async #codeFile(path: string, text: string): Promise<CodeFile> {
    const known = this.#read.get(path);
    if (known?.text === text) return known;
    const read = await readCode(path, text);
    this.#read.set(path, read);
    return read;
  }
}

function readText(root: string, path: string): Promise<string> {
  return readFile(join(root, path), "utf8").catch(() => "");
}

/** `"imports": { "#lib/*": "./src/lib/*.ts" }`. Conditions are followed to the first file they name. */
function ownNames(manifest: ReadManifest): readonly PathAlias[] {
  if (manifest.kind !== "read") return [];
  const { imports } = manifest.manifest.fields;
  if (typeof imports !== "object" || imports === null) return [];
  return Object.entries(imports).flatMap(([name, value]) => {
    const target = firstText(value);
    if (target === null) return [];
    const isWildcard = name.endsWith("*");
    return [
      {
        prefix: name.replace(/\*$/, ""),
        target: posix.normalize(isWildcard ? target.replace(/\*.*$/, "") : target),
        isWildcard,
      },
    ];
  });
}

function firstText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return null;
  for (const one of Object.values(value)) {
    const found = firstText(one);
    if (found !== null) return found;
  }
  return null;
}
