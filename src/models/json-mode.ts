import type { ModelCall } from "./model-call.ts";
import type { JsonMode } from "./provider.ts";

/** The next weaker way to ask for JSON when a server refuses this one, or null when the refusal is about something else. */
export function weakerJsonMode(mode: JsonMode, refusal: string): JsonMode | null {
  if (!/schema|response_format|json|grammar|output_config|text\.format/i.test(refusal)) return null;
  return mode === "schema" ? "object" : mode === "object" ? "prompt" : null;
}

/** The same call with its schema in words, for servers that enforce none. At the end, where it spoils no cache. */
export function askInPrompt(call: ModelCall): ModelCall {
  if (call.output.kind === "text") return call;
  const schema = JSON.stringify(call.output.schema);
  const wish = `Answer with one JSON object and nothing else. It must match this JSON Schema:\n${schema}`;
  const messages = call.messages.map((message, index) =>
    index === call.messages.length - 1
      ? { ...message, text: `${message.text}\n\n${wish}` }
      : message,
  );
  return { ...call, messages };
}
