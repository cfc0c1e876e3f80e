import { createHash } from "node:crypto";
import type { ModelCall } from "./model-call.ts";

/** Equal for calls that begin alike, so that a provider sends them where their beginning is cached. */
export function cacheKey({ model, system }: ModelCall): string {
  return createHash("sha256")
    .update(JSON.stringify([model, system]))
    .digest("hex")
    .slice(0, 32);
}
