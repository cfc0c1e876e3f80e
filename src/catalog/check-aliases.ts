import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { CheckInput } from "./check-input.ts";

/** Aliases that two features share: a request that uses one is understood as the feature with the smaller id. */
export function checkAliases({ loaded }: CheckInput): readonly Diagnostic[] {
  const owners = new Map<string, string>();
  return loaded.flatMap(({ entry, locate }) => {
    const { id, aliases, base } = entry.blueprint;
    if (base) return [];
    return aliases.flatMap((alias, index) => {
      const key = alias.toLowerCase();
      const owner = owners.get(key) ?? id;
      owners.set(key, owner);
      if (owner === id) return [];
      return [
        diagnostic({
          code: "catalog-shared-alias",
          severity: "warning",
          message: `The alias "${alias}" also belongs to "${owner}", which wins.`,
          ...locate(["aliases", index]),
          name: id,
          fix: "Keep the alias in one of the two features.",
        }),
      ];
    });
  });
}
