import { columnWidth } from "./columns.ts";
import { paint } from "./paint.ts";

export interface ListedCredential {
  readonly provider: string;
  /** The variable whose key is used; null when none is set. */
  readonly variable: string | null;
  /** The last characters of a key, 4 at most; empty for a short key, null when there is none. */
  readonly variableEndsIn: string | null;
  readonly storedEndsIn: string | null;
}

/** Whose keys there are, one line a provider. */
export function credentialLines(
  listed: readonly ListedCredential[],
  place: string,
): readonly string[] {
  const width = columnWidth(listed.map(({ provider }) => provider));
  const hasSome = listed.some(({ storedEndsIn }) => storedEndsIn !== null);
  return [
    ...listed.map((each) => `${each.provider.padEnd(width)}  ${sourceOf(each)}`),
    "",
    hasSome ? `Stored in ${place}` : `Nothing is stored in ${place}`,
  ];
}

function sourceOf({ variable, variableEndsIn, storedEndsIn }: ListedCredential): string {
  const stored = storedEndsIn === null ? null : `stored${endOf(storedEndsIn)}`;
  if (variable === null) return stored ?? paint.dim("none");
  const own = `${variable}${endOf(variableEndsIn ?? "")}`;
  return stored === null ? own : `${own}; ${stored}, not used while ${variable} is set`;
}

function endOf(end: string): string {
  return end === "" ? "" : `, ends in ${end}`;
}
