import { join } from "node:path";
import { z } from "zod";
import { readBuiltFiles, type BuiltFiles } from "./built-files.ts";
import type { GateMemory } from "./gate-memory.ts";
import { isAppFile } from "../source-paths.ts";

const pageAddress = "/index.html";

/** What a route loaded when it was opened: lasting name -> hash of the content, null for what the build does not have. */
const loadedSchema = z.array(z.tuple([z.string(), z.string().nullable()]));

/** "style": style sheets alone. */
export type RouteChange = "none" | "style" | "code";

/** A lasting name ends with its number among files of the same name. */
const style = /\.css(?::\d*)?$/;

interface RoutePartsInput {
  readonly root: string;
  readonly memory: GateMemory | undefined;
  /** What else decides about every route, as JSON: all routes, the browser, deadlines. */
  readonly facts: unknown;
}

/**
 * Remembers each route of a finished app by the files of the build that it loaded when it was opened, and by everything
 * that the app's own server is made of.
 */
export class RouteParts {
  readonly #memory: GateMemory;
  readonly #root: string;
  readonly #built: BuiltFiles;
  readonly #server: unknown;

  private constructor(
    { root, memory }: { readonly root: string; readonly memory: GateMemory },
    { built, server }: { readonly built: BuiltFiles; readonly server: unknown },
  ) {
    this.#root = root;
    this.#memory = memory;
    this.#built = built;
    this.#server = server;
  }

  /** Null for an app without a memory. */
  static async open({ root, memory, facts }: RoutePartsInput): Promise<RouteParts | null> {
    const snapshot = (await memory?.snapshot(root)) ?? null;
    if (memory === undefined || snapshot === null) return null;
    // What the page itself is made of is seen in the build.
    const files = [...snapshot].filter(([path]) => isAppFile(path) && isServed(path));
    const built = await readBuiltFiles(join(root, "dist"));
    return new RouteParts({ root, memory }, { built, server: [files, facts] });
  }

  /** What a route would load now that it did not load when it was opened last and showed no fault. */
  async changeOf(path: string): Promise<RouteChange> {
    const loaded = loadedSchema.safeParse(await this.#memory.recall(await this.#keyOf(path)));
    if (!loaded.success || loaded.data.length === 0) return "code";
    const changed = loaded.data.filter(
      ([name, content]) => this.#built.contentOf(name) !== content,
    );
    if (changed.length === 0) return "none";
    return changed.every(([name]) => style.test(name)) ? "style" : "code";
  }

  /** Whether a tour through all routes showed no fault and the whole build is as it was then. */
  async isTourUnchanged(): Promise<boolean> {
    return (await this.#memory.recall(await this.#tourKey())) === true;
  }

  async keepTour(now: RouteParts): Promise<void> {
    const key = await this.#tourKey();
    if (key === (await now.#tourKey())) await this.#memory.keep(key, true);
  }

  /** Keeps routes without a fault, with the addresses that each of them loaded, unless something changed meanwhile. */
  async keep(routes: ReadonlyMap<string, ReadonlySet<string>>, now: RouteParts): Promise<void> {
    for (const [path, addresses] of routes) {
      const [before, after] = [await this.#keyOf(path), await now.#keyOf(path)];
      const loaded = this.#loaded(addresses);
      const isSame = JSON.stringify(loaded) === JSON.stringify(now.#loaded(addresses));
      if (before === after && isSame) await this.#memory.keep(before, loaded);
    }
  }

  #loaded(addresses: ReadonlySet<string>): z.infer<typeof loadedSchema> {
    // It is what the server sends for every address that is no file.
    const all = [pageAddress, ...addresses];
    const names = new Set(all.map((address) => this.#built.nameOf(address)));
    return [...names].toSorted().map((name) => [name, this.#built.contentOf(name)]);
  }

  #tourKey(): Promise<string> {
    const inputs = [this.#server, this.#built.all];
    return this.#memory.keyOf(this.#root, { gate: "smoke", part: "tour", inputs });
  }

  #keyOf(path: string): Promise<string> {
    return this.#memory.keyOf(this.#root, { gate: "smoke", part: path, inputs: this.#server });
  }
}

/** Whether the app's own server may be made of a file, or hand it out. */
function isServed(path: string): boolean {
  return /^(?:supabase|dev)\//.test(path) || /^(?:package|tsconfig)[^/]*\.json$/.test(path);
}
