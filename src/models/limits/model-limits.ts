import { isVendor, type ModelTarget } from "../price-table.ts";

/** In tokens; null where nobody says. */
export interface ModelLimits {
  /** The longest prompt. */
  readonly maxInput: number | null;
  /** The longest answer, thoughts among it. */
  readonly maxOutput: number | null;
}

const unknownLimits: ModelLimits = { maxInput: null, maxOutput: null };

const large: ModelLimits = { maxInput: 922_000, maxOutput: 128_000 };
const claude: ModelLimits = { maxInput: 1_000_000, maxOutput: 128_000 };

/** What the vendors publish, as of the date of our prices; a vendor's own list of models goes before it. */
const knownLimits: Readonly<Record<string, ModelLimits>> = {
  "gpt-6-astra": large,
  "gpt-6.1-sol": large,
  "gpt-6.1-terra": large,
  "gpt-6-sol": large,
  "gpt-6-luna": large,
  "gpt-5.6-sol": large,
  "gpt-5.6-terra": large,
  "gpt-5.6-luna": large,
  "gpt-5.4-mini": { maxInput: 272_000, maxOutput: 128_000 },
  "gpt-5.4-nano": { maxInput: 272_000, maxOutput: 128_000 },
  "claude-fable-5-1": claude,
  "claude-opus-5-5": claude,
  "claude-sonnet-5-5": claude,
  "claude-haiku-5-5": claude,
  "claude-haiku-4-5": { maxInput: 200_000, maxOutput: 64_000 },
};

/** What our table says; it holds at the vendors' own addresses only. */
export function publishedLimits({
  provider,
  model,
}: Pick<ModelTarget, "provider" | "model">): ModelLimits {
  return (isVendor(provider) ? knownLimits[model] : undefined) ?? unknownLimits;
}
