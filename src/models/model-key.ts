import type { ModelTarget } from "./price-table.ts";

/** One model of one provider, in maps. */
export function modelKey({ provider, model }: Pick<ModelTarget, "provider" | "model">): string {
  return `${provider.id}/${model}`;
}
