import type { ModelTier } from "./model-request.ts";

/** What each vendor's tiers stand for unless the user says otherwise: cheap, middle, strong. */
export const defaultModels: Readonly<
  Record<"openai" | "anthropic", Readonly<Record<ModelTier, string>>>
> = {
  openai: { fast: "gpt-6-luna", standard: "gpt-6.1-terra", strong: "gpt-6.1-sol" },
  anthropic: {
    fast: "claude-haiku-5-5",
    standard: "claude-sonnet-5-5",
    strong: "claude-opus-5-5",
  },
};

/** The model of the same vendor that is asked when a tier's own one cannot answer. */
export const neighbourTier: Readonly<Record<ModelTier, ModelTier>> = {
  fast: "standard",
  standard: "strong",
  strong: "standard",
};
