import { join } from "node:path";
import { browserStamp } from "../browser-stamp.ts";
import type { GateContext } from "../gate.ts";
import { readBuiltFiles } from "../memory/built-files.ts";
import { inputsOf } from "../memory/recall-gate.ts";
import { flowsAnswerSchema, type FlowsAnswer } from "../tools/flows-answer.ts";

/** A test file is not part of what people walk through, nor is what is written about the app. */
const notWalked = /^(?:docs|\.megamind|\.github)\/|\.md$|\.test\.[jt]sx?$/;

/** The key of a walk through the app as it is now: all that a walk can meet. Null without a memory. */
export async function walkKey({ root, memory }: GateContext): Promise<string | null> {
  const snapshot = (await memory?.snapshot(root)) ?? null;
  const browser = await browserStamp();
  if (memory === undefined || snapshot === null || browser === null) return null;
  const walked = {
    reads: (path: string) => !notWalked.test(path),
    programs: ["playwright-core/package.json", "@supabase/lite/package.json"],
    facts: [browser, (await readBuiltFiles(join(root, "dist"))).all],
  };
  const inputs = await inputsOf(walked, { root, memory, snapshot });
  return memory.keyOf(root, { gate: "flows", part: "walk", inputs });
}

/** A walk that passed through the same app, or null. */
export async function recallWalk(
  key: string | null,
  { memory }: GateContext,
): Promise<FlowsAnswer | null> {
  if (key === null) return null;
  const known = flowsAnswerSchema.safeParse(await memory?.recall(key));
  return known.success ? known.data : null;
}

interface PassedWalk {
  /** The key from before the walk. */
  readonly key: string | null;
  readonly answer: FlowsAnswer;
}

/** Keeps a walk that passed, unless the app has changed since it began. */
export async function keepWalk({ key, answer }: PassedWalk, context: GateContext): Promise<void> {
  if (key === null || (await walkKey(context)) !== key) return;
  await context.memory?.keep(key, answer);
}
