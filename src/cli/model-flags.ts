import { flag } from "./flag.ts";

/** What decides which models are asked; the settings file says the same things for every run. */
export function modelFlags() {
  return [
    flag(
      "--provider <name>",
      "asks openai, openai-responses, anthropic, openai-compatible, or offline for none",
    ),
    flag("--model <name>", "asks this model for everything"),
    flag(
      "--fallback <names>",
      "then these providers, for example anthropic/claude-haiku-5-5,openai",
    ),
    flag("--budget <dollars>", 'spends at most this much; "none" for no limit'),
  ];
}
