import type { OpenAI } from "openai";
import type { Exchange } from "./adapter.ts";

/** The official client for one call: it never retries, never logs, and speaks through our own fetch. */
export async function openaiClient({ provider, fetch }: Exchange): Promise<OpenAI> {
  const { OpenAI } = await import("openai");
  const isOpenai = new URL(provider.baseUrl).hostname === "api.openai.com";
  return new OpenAI({
    baseURL: provider.baseUrl,
    // The constructor refuses an empty key; servers without keys ignore this one.
    apiKey: provider.apiKey ?? "none",
    // The environment's organisation belongs to OpenAI and to nobody else.
    ...(isOpenai ? {} : { organization: null, project: null }),
    maxRetries: 0,
    logLevel: "off",
    fetch,
  });
}
