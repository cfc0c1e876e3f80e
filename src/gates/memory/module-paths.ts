import { builtinModules } from "node:module";
import { posix } from "node:path";
import { z } from "zod";
import type { AppSnapshot } from "./app-snapshot.ts";

/** What a name of a module leads to: files of the app, a package, or nobody knows where. */
export type ModuleTarget =
  | { readonly kind: "files"; readonly paths: readonly string[] }
  | { readonly kind: "package" }
  | { readonly kind: "unknown" };

interface AppModules {
  readonly snapshot: AppSnapshot;
  /** The text of the app's package.json and tsconfig.json, or null. */
  readonly manifest: string | null;
  readonly settings: string | null;
}

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

const settingsSchema = z.object({
  compilerOptions: z
    .object({ paths: z.record(z.string(), z.array(z.string())).default({}) })
    .default({ paths: {} }),
});

/** Every way in which bundlers complete a name. */
const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".css"];
const indexEndings = endings.slice(1).map((ending) => `/index${ending}`);

/** Names of modules and the app's files behind them: all that a name could mean, so that none is overlooked. */
export class ModulePaths {
  readonly #paths: readonly string[];
  /** What a name may be completed to: "src/video" -> "src/video.ts", "src/video/index.tsx". */
  readonly #completed: ReadonlyMap<string, readonly string[]>;
  readonly #folders: ReadonlySet<string>;
  readonly #packages: ReadonlySet<string>;
  readonly #aliases: readonly (readonly [prefix: string, folders: readonly string[]])[];

  constructor({ snapshot, manifest, settings }: AppModules) {
    this.#paths = [...snapshot.keys()];
    this.#completed = completions(this.#paths);
    this.#folders = new Set(this.#paths.flatMap(foldersOf));
    const known = parse(manifestSchema, manifest);
    this.#packages = new Set(
      [
        known?.dependencies,
        known?.devDependencies,
        known?.peerDependencies,
        known?.optionalDependencies,
      ].flatMap((names) => Object.keys(names ?? {})),
    );
    this.#aliases = Object.entries(parse(settingsSchema, settings)?.compilerOptions.paths ?? {})
      .filter(([pattern]) => pattern.endsWith("*"))
      .map(([pattern, targets]) => [
        pattern.slice(0, -1),
        targets.map((target) => target.replace(/\*$/, "")),
      ]);
  }

  /** Where an import in a file leads. */
  target(name: string, from: string): ModuleTarget {
    const paths = this.#filesAt(name, from);
    if (paths.length > 0) return { kind: "files", paths };
    if (/^[./]/.test(name)) return { kind: "unknown" };
    const [scope = "", rest = ""] = name.split("/");
    const packageName = scope.startsWith("@") ? `${scope}/${rest}` : scope;
    const isKnown = name.startsWith("node:") || builtinModules.includes(name);
    return isKnown || this.#packages.has(packageName) ? { kind: "package" } : { kind: "unknown" };
  }

  /**
   * Files of the app that a text in a file may name, seen from the file, from the app's folder or through an alias. A plain
   * word such as "main" is completed in settings alone, which lie in the app's folder itself: elsewhere it is what people
   * see far more often than a file.
   */
  filesNamed(text: string, from: string): readonly string[] {
    const isWhole = !/[./]/.test(text) && from.includes("/");
    const files = this.#filesAt(text, from);
    return isWhole ? files.filter((path) => posix.basename(path) === text) : files;
  }

  #filesAt(name: string, from: string): readonly string[] {
    const found = this.#places(name, from).flatMap((place) => {
      const plain = place.replace(/\.([cm]?)jsx?$/, "");
      return [place, plain].flatMap((base) => this.#completed.get(base) ?? []);
    });
    return [...new Set(found)];
  }

  /** Folders of the app that a text in a file may name for code that reads what is in them: "." is the app's own. */
  foldersNamed(text: string, from: string): readonly string[] {
    return this.#places(text, from).filter((place) => place === "." || this.#folders.has(place));
  }

  /** All files in folders and in those below. */
  filesBelow(folders: ReadonlySet<string>): readonly string[] {
    return this.#paths.filter((path) => foldersOf(path).some((folder) => folders.has(folder)));
  }

  #places(text: string, from: string): readonly string[] {
    const name = text.replace(/[?#].*$/, "");
    if (name === "" || name.length > 300 || /[\n\0]/.test(name)) return [];
    const aliased = this.#aliases.flatMap(([prefix, folders]) =>
      name.startsWith(prefix) ? folders.map((folder) => folder + name.slice(prefix.length)) : [],
    );
    const beside = name.startsWith("/") ? [] : [posix.join(posix.dirname(from), name)];
    return [...beside, name, ...aliased].map((place) =>
      posix.normalize(place).replace(/^\/+|\/+$/g, ""),
    );
  }
}

function completions(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const completed = new Map<string, string[]>();
  for (const path of paths) {
    for (const ending of [...endings, ...indexEndings]) {
      if (!path.endsWith(ending)) continue;
      const base = path.slice(0, path.length - ending.length);
      const known = completed.get(base);
      if (known === undefined) completed.set(base, [path]);
      else known.push(path);
    }
  }
  return completed;
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** Null for what is not there or not as it should be. */
function parse<Shape>(schema: z.ZodType<Shape>, text: string | null): Shape | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
