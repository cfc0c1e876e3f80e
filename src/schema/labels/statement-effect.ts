/** What a statement can do to a database in use. */
export type StatementEffect =
  | { readonly label: "additive"; readonly reason: null }
  /** It can lose data, or takes away what protected it. */
  | { readonly label: "destructive"; readonly reason: string }
  /** The statement does not show what it does. */
  | { readonly label: "unknown"; readonly reason: string };

export const additive: StatementEffect = { label: "additive", reason: null };

/** `reason`: a clause with "it" for the statement, without a full stop. */
export function destructive(reason: string): StatementEffect {
  return { label: "destructive", reason };
}

export function unknown(reason: string): StatementEffect {
  return { label: "unknown", reason };
}

/** The gravest of several: destructive, then unknown. */
export function gravest(effects: readonly StatementEffect[]): StatementEffect {
  return (
    effects.find(({ label }) => label === "destructive") ??
    effects.find(({ label }) => label === "unknown") ??
    additive
  );
}
