import { createLedger } from "../../src/models/ledger.ts";
import { createModelClient } from "../../src/models/model-client.ts";
import { defaultTraits } from "../../src/models/provider.ts";

/** Asks again and again and says so after each reply; the ledger test kills it in the middle. */
const [, , url = "", folder = ""] = process.argv;
const traits = defaultTraits();
const provider = {
  id: "first",
  protocol: "openai-chat",
  baseUrl: `${url}/v1`,
  apiKey: "none-needed",
  traits,
} as const;
const chain = [{ provider, model: "simulated-first", price: null }];
const client = createModelClient({
  chains: { fast: chain, standard: chain, strong: chain },
  ledger: createLedger(folder),
  budgetUsd: null,
});
for (let version = 1; ; version += 1) {
  await client.ask({
    task: "test-task",
    promptVersion: String(version),
    tier: "standard",
    system: ["You are tested."],
    messages: [{ role: "user", text: "Say something." }],
    output: { kind: "text" },
    tools: [],
    maxOutputTokens: 1000,
    effort: null,
    signal: new AbortController().signal,
  });
  process.stdout.write(`reply ${version}\n`);
}
