import type { StreamFault } from "./write-stream.ts";

/** What the simulated model says, in no protocol yet. */
export interface ScriptedReply {
  readonly text: string;
  readonly stop:
    | "done"
    | "tool"
    | "truncated"
    | "context-full"
    | "filtered"
    | "refusal"
    | "paused"
    | "failed";
  readonly tool: { readonly name: string; readonly inputJson: string } | null;
  /** Tokens. `input` is the total, cached ones among them. */
  readonly usage: {
    readonly input: number;
    readonly cacheRead: number;
    readonly cacheWrite: number;
    readonly output: number;
    readonly reasoning: number;
  };
  /** What the server says the call cost, in dollars, as OpenRouter does. */
  readonly costUsd: number | null;
  /** What goes wrong while it is streamed. Default: nothing but what the scenario says. */
  readonly fault?: StreamFault;
}

/** A reply with defaults for what a test does not care about. */
export function scriptedReply(parts: Partial<ScriptedReply> = {}): ScriptedReply {
  return {
    text: "Grüße from a simulated model. 🌱 It says nothing of use.",
    stop: "done",
    tool: null,
    usage: { input: 100, cacheRead: 40, cacheWrite: 0, output: 20, reasoning: 5 },
    costUsd: null,
    ...parts,
  };
}

/** Replies by the name of their scenario. */
export const replyScenarios: Readonly<Record<string, ScriptedReply>> = {
  ok: scriptedReply(),
  tool: scriptedReply({
    text: "",
    stop: "tool",
    tool: { name: "write_note", inputJson: '{"title":"Hello","body":"A simulated note"}' },
  }),
  json: scriptedReply({ text: '{"title":"Hello","pages":3}' }),
  "fenced-json": scriptedReply({ text: '```json\n{"title":"Hello","pages":3}\n```' }),
  "wrong-json": scriptedReply({ text: '{"title":7,"pages":3}' }),
  "loose-json": scriptedReply({ text: "```json\n{'title': 'Hello', pages: 3,}\n```" }),
  "loose-wrong-json": scriptedReply({ text: "{'title': 7, 'pages': 3,}" }),
  "truncated-loose-json": scriptedReply({
    text: "{'title': 'Hello', pages: 3,}",
    stop: "truncated",
  }),
  "not-json": scriptedReply({ text: "I would rather not." }),
  "truncated-text": scriptedReply({ text: "It stops in the mid", stop: "truncated" }),
  "truncated-json": scriptedReply({ text: '{"title":"Hello","pa', stop: "truncated" }),
  "truncated-tool": scriptedReply({
    text: "",
    stop: "truncated",
    tool: { name: "write_note", inputJson: '{"title":"Hello","bo' },
  }),
  "context-full": scriptedReply({ text: "The window is fu", stop: "context-full" }),
  refusal: scriptedReply({ text: "I cannot help with that.", stop: "refusal" }),
  filtered: scriptedReply({ text: "It began well", stop: "filtered" }),
  paused: scriptedReply({ text: "First half, ", stop: "paused" }),
  failed: scriptedReply({ text: "It began well", stop: "failed" }),
  "reported-cost": scriptedReply({ costUsd: 0.0123 }),
};

/** The same replies as one object, of a server that does not stream although it was asked to. */
const wholePrefix = "json-200";

/** The reply that a scenario stands for, or null when its name is none of a reply. */
export function replyScenario(scenario: string): ScriptedReply | null {
  const isWhole = scenario.startsWith(wholePrefix);
  const name = isWhole ? scenario.slice(wholePrefix.length + 1) || "ok" : scenario;
  return replyScenarios[name] ?? replyScenarios[`${name}-text`] ?? null;
}
