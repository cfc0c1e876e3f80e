import { join } from "node:path";
import { z } from "zod";
import type { Gate, GateInputs, GateResult, ProjectContext } from "../gate.ts";
import type { GateMemory, MemoryPart } from "./gate-memory.ts";
import type { AppSnapshot } from "./app-snapshot.ts";

const diagnosticSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  subject: z.object({
    file: z.string().nullable(),
    line: z.number().nullable(),
    column: z.number().nullable(),
    name: z.string().nullable(),
  }),
  message: z.string(),
  fix: z.string().nullable(),
});

const passSchema = z.object({
  summary: z.string(),
  diagnostics: z.array(diagnosticSchema),
  /** What the gate left in the app's folder. */
  made: z.string().nullable(),
});

/**
 * Runs a gate, unless it passed before with the same inputs and what it made then is still there: the result is the same
 * then as if it had run. A pass is kept when its inputs did not change meanwhile.
 */
export async function recallGate<Context extends ProjectContext>(
  gate: Gate<Context>,
  context: Context,
): Promise<GateResult> {
  const { memory } = context;
  const result = await recallOrRun(gate, context);
  const notes = [...(result.notes ?? []), ...(memory?.takeIgnored() ?? [])];
  return notes.length === 0 ? result : { ...result, notes };
}

async function recallOrRun<Context extends ProjectContext>(
  gate: Gate<Context>,
  context: Context,
): Promise<GateResult> {
  const { memory } = context;
  const key = memory === undefined ? null : await wholeKey(gate, { context, memory });
  if (memory === undefined || key === null) return gate.run(context);
  const pass = passSchema.safeParse(await memory.recall(key));
  if (pass.success && pass.data.made === (await madeBy(gate, context))) {
    const { summary, diagnostics } = pass.data;
    return { outcome: "passed", summary, diagnostics, remembered: { unchanged: 1, of: 1 } };
  }
  const result = await gate.run(context);
  if (result.outcome === "passed" && (await wholeKey(gate, { context, memory })) === key) {
    const { summary, diagnostics } = result;
    const made = await madeBy(gate, context);
    await memory.keep(key, { summary, diagnostics, made });
  }
  return result;
}

async function madeBy<Context extends ProjectContext>(
  gate: Gate<Context>,
  context: Context,
): Promise<string | null> {
  return gate.made === undefined ? null : gate.made(context);
}

interface KeyInput<Context> {
  readonly context: Context;
  readonly memory: GateMemory;
}

async function wholeKey<Context extends ProjectContext>(
  gate: Gate<Context>,
  { context, memory }: KeyInput<Context>,
): Promise<string | null> {
  const inputs = await gate.inputs?.(context);
  const snapshot = inputs === undefined ? null : await memory.snapshot(context.root);
  if (inputs === undefined || snapshot === null) return null;
  const part = {
    gate: gate.id,
    part: "whole",
    inputs: await inputsOf(inputs, { root: context.root, memory, snapshot }),
  };
  return memory.keyOf(context.root, part);
}

interface Seen {
  readonly root: string;
  readonly memory: GateMemory;
  readonly snapshot: AppSnapshot;
}

/** What the inputs of a gate are now, as JSON. */
export async function inputsOf(
  { reads, sees, programs = [], facts = null }: GateInputs,
  { root, memory, snapshot }: Seen,
): Promise<MemoryPart["inputs"]> {
  return {
    read: [...snapshot].filter(([path]) => reads(path)),
    seen: [...snapshot.keys()].filter((path) => sees?.(path) === true),
    programs: await memory.hashesOf(join(root, "node_modules"), programs),
    facts,
  };
}
