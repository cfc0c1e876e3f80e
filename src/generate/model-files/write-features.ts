import type { FeatureContract } from "./feature-contract.ts";
import { writeFeatureFiles } from "./write-feature-files.ts";
import type { WriteContext, WrittenFeature } from "./written-feature.ts";

/**
 * Starts to write the pages of all these features at once; the client keeps the calls within what a provider allows,
 * and lets the first of equal beginnings go ahead. Feature id -> what comes of it; who takes none of them is not
 * disturbed when one fails.
 */
export function writeFeatures(
  contracts: readonly FeatureContract[],
  context: WriteContext,
): ReadonlyMap<string, Promise<WrittenFeature>> {
  return new Map(
    contracts.map((contract) => {
      const written = writeFeatureFiles(contract, context);
      // The error stays in the promise, for who waits for it.
      written.catch(() => undefined);
      return [contract.feature.id, written];
    }),
  );
}
