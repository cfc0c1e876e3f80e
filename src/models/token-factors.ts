import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";

/** How many times our estimates of prompts models were seen to count, by model; never below 1. */
export interface TokenFactors {
  of(model: string): number;
  /** Takes what was learnt in earlier runs. Before the first call, once. */
  load(): Promise<void>;
  /** A pair of an estimate and what the provider counted. */
  learn(model: string, tokens: { readonly estimated: number; readonly counted: number }): void;
  /** Keeps what was learnt for later runs. */
  save(): Promise<void>;
}

/** Below this the frames around a prompt, which some servers add to, weigh more than its text. */
const fewestTokens = 500;
/** More than this is no tokenizer but something else in the prompt. */
const largestFactor = 4;

const storedSchema = z.record(z.string(), z.number().min(1).max(largestFactor));

/** @param file absolute path where the factors are kept; null for nowhere. */
export function createTokenFactors(file: string | null): TokenFactors {
  const factors = new Map<string, number>();
  let isNew = false;
  let loading: Promise<void> | null = null;

  async function load(path: string): Promise<void> {
    // What cannot be read is learnt anew: nothing else depends on it.
    const text = await readFile(path, "utf8").catch(() => "{}");
    for (const [model, factor] of Object.entries(parse(text))) take(model, factor);
  }

  function take(model: string, factor: number): boolean {
    const isHigher = factor > (factors.get(model) ?? 1);
    if (isHigher) factors.set(model, factor);
    return isHigher;
  }

  return {
    of: (model) => factors.get(model) ?? 1,
    load: () => (loading ??= file === null ? Promise.resolve() : load(file)),
    learn(model, { estimated, counted }) {
      if (estimated < fewestTokens) return;
      // In hundredths, so that equal models leave equal files.
      const factor = Math.min(largestFactor, Math.ceil((counted / estimated) * 100) / 100);
      if (take(model, factor)) isNew = true;
    },
    async save() {
      if (file === null || !isNew) return;
      isNew = false;
      const draft = join(dirname(file), `.token-factors.${randomUUID()}.tmp`);
      const stored = Object.fromEntries([...factors].toSorted(([a], [b]) => (a < b ? -1 : 1)));
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(draft, `${JSON.stringify(stored, null, 1)}\n`, { mode: 0o600 });
        await rename(draft, file);
      } catch {
        // Better estimates are not worth a failed run; the reply itself is kept elsewhere.
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

function parse(text: string): Readonly<Record<string, number>> {
  try {
    const read = storedSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}
