import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/compare-text.ts";
import type { AppSnapshot } from "./app-snapshot.ts";
import { ModulePaths } from "./module-paths.ts";
import { readLinks, type SourceLinks } from "./source-links.ts";

/** Files that decide what a file does when it runs: itself, and what it loads or names, over any number of steps. */
export interface Closure {
  /** App paths, in order. */
  readonly paths: readonly string[];
  /** Whether files may decide that it does not name: then all do. */
  readonly isOpen: boolean;
}

const code = /\.[cm]?[jt]sx?$/;
/** What may load other files in ways that we do not read. */
const foreignCode = /\.(?:astro|mdx?|svelte|vue)$/;
/** Modules of Node by which code can read files that it does not load. */
const reading =
  /^(?:node:)?(?:fs|fs\/promises|child_process|cluster|module|sqlite|vm|worker_threads)$/;

interface Walk {
  readonly paths: Set<string>;
  readonly texts: { readonly from: string; readonly text: string }[];
  reads: boolean;
  isOpen: boolean;
}

/** Follows imports through one state of an app. What was parsed is known for later states. */
export class ImportClosures {
  readonly #parsed = new Map<string, SourceLinks>();

  async of(root: string, snapshot: AppSnapshot): Promise<AppClosures> {
    const links = new Map<string, SourceLinks>();
    for (const [path, hash] of snapshot) {
      if (!code.test(path) && !path.endsWith(".css")) continue;
      const key = `${path}\0${hash}`;
      const known = this.#parsed.get(key) ?? (await parseFile(root, path));
      this.#parsed.set(key, known);
      links.set(path, known);
    }
    const textOf = (path: string) => readFile(join(root, path), "utf8").catch(() => null);
    const modules = new ModulePaths({
      snapshot,
      manifest: await textOf("package.json"),
      settings: await textOf("tsconfig.json"),
    });
    return new AppClosures(links, modules);
  }
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

  constructor(links: ReadonlyMap<string, SourceLinks>, modules: ModulePaths) {
    this.#links = links;
    this.#modules = modules;
  }

  /** Everything that decides about running one file. */
  of(path: string): Closure {
    return this.#closureOf(this.#walk([path], { followsTexts: true }));
  }

  /**
   * Everything that decides about settings: what they load, and with it all that their own texts name, such as set-up
   * files. What a plugin loads by an address that it computes is not seen.
   */
  ofSettings(paths: readonly string[]): Closure {
    const loaded = this.#walk(paths, { followsTexts: false });
    const naming = loaded.reads ? [...loaded.paths] : paths;
    const named = naming.flatMap((from) =>
      (this.#links.get(from)?.texts ?? []).flatMap((text) => this.#modules.filesNamed(text, from)),
    );
    const closures = [this.#closureOf(loaded), ...[...new Set(named)].map((path) => this.of(path))];
    return {
      paths: [...new Set(closures.flatMap((one) => one.paths))].toSorted(compareText),
      isOpen: closures.some(({ isOpen }) => isOpen),
    };
  }

  #walk(from: readonly string[], { followsTexts }: { followsTexts: boolean }): Walk {
    const walk: Walk = { paths: new Set(from), texts: [], reads: false, isOpen: false };
    for (const path of walk.paths) this.#visit(path, { walk, followsTexts });
    return walk;
  }

  #closureOf({ paths, texts, reads, isOpen }: Walk): Closure {
    const looksAround =
      reads && texts.some(({ text, from }) => this.#modules.namesFolder(text, from));
    return { paths: [...paths].toSorted(compareText), isOpen: isOpen || looksAround };
  }

  #visit(path: string, { walk, followsTexts }: { walk: Walk; followsTexts: boolean }): void {
    if (foreignCode.test(path)) walk.isOpen = true;
    const links = this.#links.get(path);
    if (links === undefined) return;
    if (followsTexts && links.isOpen) walk.isOpen = true;
    for (const name of links.modules) {
      if (reading.test(name)) walk.reads = true;
      const target = this.#modules.target(name, path);
      if (target.kind === "unknown") walk.isOpen = true;
      if (target.kind === "files") target.paths.forEach((one) => walk.paths.add(one));
    }
    for (const text of links.texts) {
      walk.texts.push({ from: path, text });
      if (!followsTexts) continue;
      this.#modules.filesNamed(text, path).forEach((one) => walk.paths.add(one));
    }
  }
}
