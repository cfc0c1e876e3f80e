import type { GateContext } from "../gate.ts";

/**
 * Databases, with their rules, of which all weakened policies were noticed: in this run, and before it where there is a
 * memory.
 */
export class NoticedMutants {
  readonly #inRun = new Set<string>();

  async has(inputs: unknown, context: GateContext): Promise<boolean> {
    if (this.#inRun.has(JSON.stringify(inputs))) return true;
    const key = await keyOf(inputs, context);
    return key !== null && (await context.memory?.recall(key)) === true;
  }

  async add(inputs: unknown, context: GateContext): Promise<void> {
    this.#inRun.add(JSON.stringify(inputs));
    const key = await keyOf(inputs, context);
    if (key !== null) await context.memory?.keep(key, true);
  }
}

async function keyOf(inputs: unknown, { memory, root }: GateContext): Promise<string | null> {
  return (await memory?.keyOf(root, { gate: "access", part: "noticed", inputs })) ?? null;
}
