import { badRequest, isRecord, type Refusal } from "./protocol.ts";

/** Whether this is the content of a message: a text, or parts of it. */
export function isContent(content: unknown, partType: "text" | "input_text"): boolean {
  if (!Array.isArray(content)) return typeof content === "string" && content !== "";
  const isPart = (part: unknown) =>
    isRecord(part) && part["type"] === partType && typeof part["text"] === "string";
  return content.length > 0 && content.every(isPart);
}

/** Models before gpt-5.6 refuse marks for the cache; later ones want them well formed, and at most 4. */
export function checkCacheMarks(body: Readonly<Record<string, unknown>>): Refusal | null {
  const options = body["prompt_cache_options"];
  const marks = marksIn(body["messages"] ?? body["input"]);
  if (options === undefined && marks.length === 0) return null;
  const [, major = "0", minor = "0"] = /^gpt-(\d+)(?:\.(\d+))?/.exec(String(body["model"])) ?? [];
  if (Number(major) < 5 || (major === "5" && Number(minor) < 6)) {
    return badRequest("Unsupported parameter: 'prompt_cache_options' with this model.");
  }
  const isKnown = isRecord(options) && options["mode"] === "explicit" && options["ttl"] === "30m";
  const areKnown = marks.every((mark) => isRecord(mark) && mark["mode"] === "explicit");
  if (isKnown && areKnown && marks.length > 0 && marks.length <= 4) return null;
  return badRequest("'prompt_cache_options' and breakpoints do not fit each other.");
}

function marksIn(messages: unknown): readonly unknown[] {
  if (!Array.isArray(messages)) return [];
  const parts = messages.flatMap((message): unknown[] =>
    isRecord(message) && Array.isArray(message["content"]) ? message["content"] : [],
  );
  return parts.flatMap((part) =>
    isRecord(part) && part["prompt_cache_breakpoint"] !== undefined
      ? [part["prompt_cache_breakpoint"]]
      : [],
  );
}
