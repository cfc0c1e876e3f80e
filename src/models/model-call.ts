/** One message of a conversation. Providers want user and assistant to alternate, a user first and last. */
export interface ModelMessage {
  readonly role: "user" | "assistant";
  readonly text: string;
}

/** A JSON Schema in the subset that all providers accept: see `wireSchema`. */
export type WireSchema = Readonly<Record<string, unknown>>;

interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: WireSchema;
}

/** What is sent to a model, in no provider's protocol. The same call gives the same bytes. */
export interface ModelCall {
  readonly model: string;
  /** Instructions, the stable part that parallel calls share first: providers cache equal beginnings. */
  readonly system: readonly string[];
  readonly messages: readonly ModelMessage[];
  /** The shape of the answer: any text, or one JSON object. */
  readonly output:
    | { readonly kind: "text" }
    | { readonly kind: "json"; readonly name: string; readonly schema: WireSchema };
  readonly tools: readonly ModelTool[];
  /** Tokens, reasoning among them. */
  readonly maxOutputTokens: number;
  /** How long the model may think; null leaves it to the provider. */
  readonly effort: "low" | "medium" | "high" | null;
}

/** Tokens of one call. The five parts do not overlap, except that `reasoning` is inside `output`. */
export interface ModelUsage {
  readonly inputUncached: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly reasoning: number;
  /** True when the provider did not say and we counted characters. */
  readonly isEstimated: boolean;
}

export interface ToolUse {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/**
 * Why a reply ended. `truncated`: a token limit cut it, so neither its JSON nor its tools may be used.
 * `paused`: send the text back and the model goes on.
 */
export type StopReason = "done" | "tool" | "truncated" | "paused";

/**
 * A reply that arrived completely, by our own rule and not by the word of a library; or the beginning of one, marked
 * `truncated`, where the request can go on from that.
 */
export interface ModelReply {
  readonly text: string;
  readonly stop: StopReason;
  readonly tools: readonly ToolUse[];
  readonly usage: ModelUsage;
  /** What the provider itself says the call cost, in dollars. */
  readonly reportedUsd: number | null;
  readonly requestId: string | null;
  /** Oddities that do no harm, a missing end marker for example. */
  readonly notes: readonly string[];
}

/** What happens while a reply arrives. The last one is `end`; a call that fails throws a `ModelFault` instead. */
export type ModelEvent =
  /** The provider has read the prompt. */
  | { readonly type: "start" }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning" }
  | { readonly type: "end"; readonly reply: ModelReply };
