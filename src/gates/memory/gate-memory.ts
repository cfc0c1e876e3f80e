import { createHash } from "node:crypto";
import { join } from "node:path";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { GateId } from "../../spec/gate-report.ts";
import { takeSnapshot, type AppSnapshot } from "./app-snapshot.ts";
import { codeFingerprint } from "./code-fingerprint.ts";
import { ImportClosures, type AppClosures } from "./import-closure.ts";
import { FileHashes } from "../../workspace/file-hashes.ts";
import { MemoryStore } from "./memory-store.ts";

/** One result that may be kept. */
export interface MemoryPart {
  readonly gate: GateId;
  /** What of the gate it is: "whole", a test file, a route. */
  readonly part: string;
  /** All that decides about it, as JSON, beside what decides about every result: our code, Node, the app's packages. */
  readonly inputs: unknown;
}

interface MemoryOptions {
  /** Absolute path of the folder for caches. */
  readonly cacheFolder: string;
  /** Whether everything runs anew; what passes is kept even so. Default: false. */
  readonly isFresh?: boolean | undefined;
}

/**
 * What passed before, by everything that it depends on. Only passes are kept: what failed or was not available is
 * always tried again.
 */
export class GateMemory {
  /** Whether everything runs anew. */
  readonly isFresh: boolean;
  readonly #store: MemoryStore;
  #ignored: Diagnostic[] = [];
  readonly #hashes = new FileHashes();
  readonly #closures = new ImportClosures();
  #code: Promise<string> | null = null;

  constructor({ cacheFolder, isFresh = false }: MemoryOptions) {
    this.isFresh = isFresh;
    this.#store = new MemoryStore({
      folder: join(cacheFolder, "gates"),
      onIgnored: (file, reason) => void this.#ignored.push(ignoredFile(file, reason)),
    });
  }

  /** The app's files as they are now, or null where the memory is of no use. */
  snapshot(root: string): Promise<AppSnapshot | null> {
    return takeSnapshot(root, this.#hashes);
  }

  /** What each file leads to in this state of an app. */
  closures(root: string, snapshot: AppSnapshot): Promise<AppClosures> {
    return this.#closures.of(root, snapshot);
  }

  /** SHA-256 of files below a folder, a word for each that is missing. */
  hashesOf(folder: string, paths: readonly string[]): Promise<readonly string[]> {
    return Promise.all(paths.map((path) => this.#hashes.hashOf(join(folder, path))));
  }

  /** The key of a part: the same only where everything is the same that decides about it. */
  async keyOf(root: string, { gate, part, inputs }: MemoryPart): Promise<string> {
    this.#code ??= codeFingerprint();
    const common = [await this.#code, ...(await this.hashesOf(root, packageFiles))];
    return createHash("sha256")
      .update(JSON.stringify([gate, part, common, inputs]))
      .digest("hex");
  }

  async recall(key: string): Promise<unknown> {
    return this.isFresh ? null : this.#store.read(key);
  }

  async keep(key: string, value: unknown): Promise<void> {
    await this.#store.write(key, value);
  }

  /** Files of the memory that were of no use, since the last call. */
  takeIgnored(): readonly Diagnostic[] {
    const taken = this.#ignored;
    this.#ignored = [];
    return taken;
  }
}

function ignoredFile(file: string, reason: string): Diagnostic {
  return diagnostic({
    code: "gate-memory-ignored",
    severity: "info",
    message: `${file} was not used: ${reason}. What it stands for ran again.`,
  });
}

/** What stands for the app's packages, 25,000 files: what was asked for, and what npm or we say was installed. */
const packageFiles = [
  "package.json",
  "package-lock.json",
  "node_modules/.package-lock.json",
  "node_modules/.kit",
];
