import type { ModelCall } from "./model-call.ts";

/** Characters of code and prose that make one token, on the safe side. */
const charactersPerToken = 3.7;
/** Newer Claude models cut text into about a third more tokens. */
const claudeFactor = 1.35;
const safety = 1.1;
/** What the frame of a message costs. */
const tokensPerMessage = 8;

/** Input tokens of a call, estimated without a tokenizer, 10 % above the expectation. */
export function estimateTokens(call: ModelCall): number {
  const texts = [
    ...call.system,
    ...call.messages.map(({ text }) => text),
    ...(call.output.kind === "json" ? [JSON.stringify(call.output.schema)] : []),
    ...call.tools.map((tool) => JSON.stringify(tool)),
  ];
  const tokens = texts.reduce((sum, text) => sum + text.length / charactersPerToken, 0);
  const factor = /claude/i.test(call.model) ? claudeFactor : 1;
  return Math.ceil(tokens * factor * safety) + tokensPerMessage * (texts.length + 1);
}
