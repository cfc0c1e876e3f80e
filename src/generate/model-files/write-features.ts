import type { FeatureContract } from "./feature-contract.ts";
import { writeFeatureFiles } from "./write-feature-files.ts";
import type { WriteContext, WrittenFeature } from "./written-feature.ts";

export interface WriteOptions extends WriteContext {
  /**
   * Under a budget one feature after the other: what is paid with it must not depend on who is faster. When one fails,
   * those after it are not begun.
   */
  readonly inOrder: boolean;
}

/**
 * Starts to write the pages of all these features at once; the client keeps the calls within what a provider allows,
 * and lets the first of equal beginnings go ahead. Feature id -> what comes of it; who takes none of them is not
 * disturbed when one fails.
 */
export function writeFeatures(
  contracts: readonly FeatureContract[],
  { inOrder, ...context }: WriteOptions,
): ReadonlyMap<string, Promise<WrittenFeature>> {
  let earlier: Promise<unknown> = Promise.resolve();
  return new Map(
    contracts.map((contract) => {
      const written = earlier.then(() => writeFeatureFiles(contract, context));
      // The error stays in the promise, for who waits for it.
      written.catch(() => undefined);
      if (inOrder) earlier = written;
      return [contract.feature.id, written];
    }),
  );
}
