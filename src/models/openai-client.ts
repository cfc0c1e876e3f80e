import type { OpenAI } from "openai";
import type { Exchange } from "./adapter.ts";
import { ownsEnvironment, withoutForeignHeaders } from "./environment-headers.ts";

const environment = {
  vendorHost: "api.openai.com",
  baseUrlVariable: "OPENAI_BASE_URL",
  headersVariable: "OPENAI_CUSTOM_HEADERS",
};

/** The official client for one call: it never retries, never logs, and speaks through our own fetch. */
export async function openaiClient({
  provider,
  fetch,
}: Pick<Exchange, "provider" | "fetch">): Promise<OpenAI> {
  const { AzureOpenAI, OpenAI } = await import("openai");
  const { azureApiVersion } = provider.traits;
  const options = {
    baseURL: provider.baseUrl,
    // The constructor refuses an empty key; servers without keys ignore this one.
    apiKey: provider.apiKey ?? "none",
    // The environment's organisation, project and headers are for one provider and for nobody else.
    ...(ownsEnvironment(provider, environment) ? {} : { organization: null, project: null }),
    adminAPIKey: null,
    defaultHeaders: withoutForeignHeaders(provider, environment),
    maxRetries: 0,
    logLevel: "off" as const,
    fetch,
  };
  return azureApiVersion === null
    ? new OpenAI(options)
    : new AzureOpenAI({ ...options, apiVersion: azureApiVersion });
}

/** The first page of its models, which is all of them there. */
export async function listOpenaiModels(
  exchange: Pick<Exchange, "provider" | "fetch">,
): Promise<unknown> {
  const client = await openaiClient(exchange);
  return (await client.models.list()).data;
}
