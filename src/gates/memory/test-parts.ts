import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { isAppFile, isSetting } from "../source-paths.ts";
import type { AppSnapshot } from "./app-snapshot.ts";
import type { GateMemory } from "./gate-memory.ts";
import type { AppClosures, Closure } from "./import-closure.ts";

/** What a test file that passed adds to the sums. */
export interface TestFilePass {
  readonly passed: number;
  readonly skipped: number;
}

/** What is known of an app's tests before they run. */
export interface KnownTests {
  /** All test files, or null when that is not known: files came or went, or settings changed. */
  readonly all: readonly string[] | null;
  /** App path -> what it added; only files that pass as they are now. */
  readonly passed: ReadonlyMap<string, TestFilePass>;
}

const listSchema = z.array(z.string());
const passSchema = z.object({ passed: z.number(), skipped: z.number() });

const programs = ["vitest/package.json", "vite/package.json"];
const test = /\.(?:test|spec)\.[cm]?[jt]sx?$/;
const settingsCode = /^(?:vite|vitest)\.[^/]+\.[cm]?[jt]s$/;
/** Vitest reads these by itself: stored results, stand-ins for modules. */
const besideTests = /\.snap$|(?:^|\/)__mocks__\//;

/**
 * Remembers each test file by all that decides about it: what it loads and names, over any number of steps, and the
 * settings with all that they load. A file that reads the app's folder depends on all of it. Null for an app without a
 * memory.
 */
export async function openTestParts(
  root: string,
  memory: GateMemory | undefined,
): Promise<TestParts | null> {
  const snapshot = (await memory?.snapshot(root)) ?? null;
  if (memory === undefined || snapshot === null) return null;
  const closures = await memory.closures(root, snapshot);
  const tools = await memory.hashesOf(join(root, "node_modules"), programs);
  return new TestParts({ root, memory, snapshot, closures, tools });
}

interface TestPartsInput {
  readonly root: string;
  readonly memory: GateMemory;
  readonly snapshot: AppSnapshot;
  readonly closures: AppClosures;
  /** Hashes of what runs the tests. */
  readonly tools: readonly string[];
}

/** The tests of one state of an app. */
export class TestParts {
  readonly #input: TestPartsInput;
  /** Hash of what decides about every test. */
  readonly #settings: string;

  constructor(input: TestPartsInput) {
    this.#input = input;
    const { snapshot, closures, tools } = input;
    const settings = [...snapshot.keys()].filter((path) => settingsCode.test(path));
    const common = [...snapshot].filter(
      ([path]) => (isSetting(path) && !path.endsWith(".md")) || besideTests.test(path),
    );
    const loaded = this.#contentOf(closures.ofSettings(settings));
    this.#settings = createHash("sha256")
      .update(JSON.stringify([common, loaded, tools]))
      .digest("hex");
  }

  async known(): Promise<KnownTests> {
    const { memory, snapshot } = this.#input;
    const list = listSchema.safeParse(await memory.recall(await this.#listKey()));
    const all = list.success ? list.data : null;
    const candidates = all ?? [...snapshot.keys()].filter((path) => test.test(path));
    const passed = new Map<string, TestFilePass>();
    for (const path of candidates) {
      const pass = passSchema.safeParse(await memory.recall(await this.#keyOf(path)));
      if (pass.success) passed.set(path, pass.data);
    }
    return { all, passed };
  }

  /** Keeps what passed, where nothing that decides about it has changed since `known`. */
  async keep(
    { all, passed }: { readonly all: readonly string[] } & Pick<KnownTests, "passed">,
    now: TestParts,
  ): Promise<void> {
    const { memory } = this.#input;
    const keepIfSame = async (keys: readonly [before: string, now: string], value: unknown) => {
      if (keys[0] === keys[1]) await memory.keep(keys[0], value);
    };
    await keepIfSame([await this.#listKey(), await now.#listKey()], all);
    for (const [path, pass] of passed) {
      await keepIfSame([await this.#keyOf(path), await now.#keyOf(path)], pass);
    }
  }

  async #listKey(): Promise<string> {
    const { root, memory, snapshot } = this.#input;
    const names = [...snapshot.keys()].filter(isAppFile);
    const inputs = { names, settings: this.#settings };
    return memory.keyOf(root, { gate: "tests", part: "list", inputs });
  }

  async #keyOf(path: string): Promise<string> {
    const { root, memory, closures } = this.#input;
    const inputs = { files: this.#contentOf(closures.of(path)), settings: this.#settings };
    return memory.keyOf(root, { gate: "tests", part: path, inputs });
  }

  #contentOf({ paths, read, isOpen }: Closure): readonly (readonly [string, string])[] {
    const { snapshot } = this.#input;
    if (isOpen) return [...snapshot].filter(([path]) => isAppFile(path));
    return [...paths, ...read].map((path) => [path, snapshot.get(path) ?? "missing"] as const);
  }
}
