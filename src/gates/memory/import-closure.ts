import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/compare-text.ts";
import type { AppSnapshot } from "./app-snapshot.ts";
import { ModulePaths } from "./module-paths.ts";
import { readLinks, type SourceLinks } from "./source-links.ts";

/** Files that decide what a file does when it runs: itself, and what it loads, names or reads, over any number of steps. */
export interface Closure {
  /** Those that may run, in order. */
  readonly paths: readonly string[];
  /** Those that code may only read, as it names their folder, and what they load; in order. */
  readonly read: readonly string[];
  /** Whether files may decide that it does not name: then all do. */
  readonly isOpen: boolean;
}

const code = /\.[cm]?[jt]sx?$/;
/** What may load other files in ways that we do not read. */
const foreignCode = /\.(?:astro|mdx?|svelte|vue)$/;
/** Modules of Node by which code can read files that it does not load. */
const reading =
  /^(?:node:)?(?:fs|fs\/promises|child_process|cluster|module|sqlite|vm|worker_threads)$/;

/** What one file leads to. */
interface Leads {
  /** Files that it loads. */
  readonly loads: readonly string[];
  /** Files that its other texts may name. */
  readonly names: readonly string[];
  /** Folders that they may name. */
  readonly folders: readonly string[];
  /** Whether it can read files that it does not load. */
  readonly reads: boolean;
  /** Whether nobody knows where one of its imports leads. */
  readonly isOpen: boolean;
  /** Whether its code can load what its text does not name. */
  readonly isOpenCode: boolean;
}

interface Walk {
  /** Files that may run. */
  readonly paths: Set<string>;
  /** Files that it may read, and no more. */
  read: ReadonlySet<string>;
  /** Folders that it may read. */
  readonly folders: Set<string>;
  reads: boolean;
  isOpen: boolean;
}

interface KnownState {
  readonly root: string;
  readonly snapshot: AppSnapshot;
  readonly closures: AppClosures;
}

/** Follows imports through one state of an app after another. What was parsed is known for later states. */
export class ImportClosures {
  readonly #parsed = new Map<string, SourceLinks>();
  #known: KnownState | null = null;

  async of(root: string, snapshot: AppSnapshot): Promise<AppClosures> {
    const known = this.#known;
    if (known?.root === root && isSame(known.snapshot, snapshot)) return known.closures;
    const links = new Map<string, SourceLinks>();
    for (const [path, hash] of snapshot) {
      if (!code.test(path) && !path.endsWith(".css")) continue;
      const key = `${path}\0${hash}`;
      const parsed = this.#parsed.get(key) ?? (await parseFile(root, path));
      this.#parsed.set(key, parsed);
      links.set(path, parsed);
    }
    const textOf = (path: string) => readFile(join(root, path), "utf8").catch(() => null);
    const modules = new ModulePaths({
      snapshot,
      manifest: await textOf("package.json"),
      settings: await textOf("tsconfig.json"),
    });
    const closures = new AppClosures(links, modules);
    this.#known = { root, snapshot, closures };
    return closures;
  }
}

function isSame(one: AppSnapshot, other: AppSnapshot): boolean {
  return one.size === other.size && [...one].every(([path, hash]) => other.get(path) === hash);
}

async function parseFile(root: string, path: string): Promise<SourceLinks> {
  const text = await readFile(join(root, path), "utf8");
  if (code.test(path)) return readLinks(path, text);
  const quoted = [...text.matchAll(/"([^"\n]+)"|'([^'\n]+)'|url\(([^)"'\n]+)\)/g)];
  return { modules: [], texts: quoted.map(([, a, b, c]) => a ?? b ?? c ?? ""), isOpen: false };
}

/** The closures in one state of an app. */
export class AppClosures {
  readonly #links: ReadonlyMap<string, SourceLinks>;
  readonly #modules: ModulePaths;
  readonly #leads = new Map<string, Leads>();

  constructor(links: ReadonlyMap<string, SourceLinks>, modules: ModulePaths) {
    this.#links = links;
    this.#modules = modules;
  }

  /** Everything that decides about running one file. */
  of(path: string): Closure {
    return closureOf(this.#walk([path], { followsTexts: true }));
  }

  /**
   * Everything that decides about settings: what they load, and with it all that their own texts name, such as set-up
   * files. What a plugin loads by an address that it computes is not seen.
   */
  ofSettings(paths: readonly string[]): Closure {
    const loaded = this.#walk(paths, { followsTexts: false });
    const naming = loaded.reads ? [...loaded.paths] : paths;
    const named = naming.flatMap((from) => this.#leadsOf(from)?.names ?? []);
    const closures = [closureOf(loaded), ...[...new Set(named)].map((path) => this.of(path))];
    return {
      paths: inOrder(closures.flatMap(({ paths }) => paths)),
      read: inOrder(closures.flatMap(({ read }) => read)),
      isOpen: closures.some(({ isOpen }) => isOpen),
    };
  }

  #walk(from: readonly string[], { followsTexts }: { followsTexts: boolean }): Walk {
    const walk: Walk = {
      paths: new Set(from),
      read: new Set(),
      folders: new Set(),
      reads: false,
      isOpen: false,
    };
    for (const path of walk.paths) {
      if (foreignCode.test(path)) walk.isOpen = true;
      const leads = this.#leadsOf(path);
      if (leads === null) continue;
      if (leads.reads) walk.reads = true;
      for (const folder of leads.folders) walk.folders.add(folder);
      if (leads.isOpen || (followsTexts && leads.isOpenCode)) walk.isOpen = true;
      for (const one of leads.loads) walk.paths.add(one);
      if (followsTexts) for (const one of leads.names) walk.paths.add(one);
    }
    if (walk.reads) this.#addFolders(walk);
    return walk;
  }

  /** Code that reads a folder may follow what is written there, but does not run it. */
  #addFolders(walk: Walk): void {
    if (walk.folders.has(".")) walk.isOpen = true;
    const read = new Set(this.#modules.filesBelow(walk.folders));
    for (const path of read) {
      for (const one of this.#leadsOf(path)?.loads ?? []) read.add(one);
    }
    walk.read = read;
  }

  /** Null for a file that leads nowhere by itself, such as a picture. */
  #leadsOf(path: string): Leads | null {
    const links = this.#links.get(path);
    if (links === undefined) return null;
    const known = this.#leads.get(path) ?? leadsFrom(path, links, this.#modules);
    this.#leads.set(path, known);
    return known;
  }
}

function leadsFrom(path: string, links: SourceLinks, modules: ModulePaths): Leads {
  const targets = links.modules.map((name) => modules.target(name, path));
  return {
    loads: targets.flatMap((target) => (target.kind === "files" ? target.paths : [])),
    names: links.texts.flatMap((text) => modules.filesNamed(text, path)),
    folders: links.texts.flatMap((text) => modules.foldersNamed(text, path)),
    reads: links.modules.some((name) => reading.test(name)),
    isOpen: targets.some(({ kind }) => kind === "unknown"),
    isOpenCode: links.isOpen,
  };
}

function closureOf({ paths, read, isOpen }: Walk): Closure {
  return { paths: inOrder(paths), read: inOrder(read), isOpen };
}

function inOrder(paths: Iterable<string>): readonly string[] {
  return [...new Set(paths)].toSorted(compareText);
}
