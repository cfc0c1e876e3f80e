import type { WhereKeysGo } from "../../models/credentials.ts";
import { columnWidth } from "./columns.ts";
import { paint } from "./paint.ts";

export interface ListedCredential {
  readonly provider: string;
  /** The variable whose key is used; null when none is set. */
  readonly variable: string | null;
  /** The last characters of a key, 4 at most; empty for a short key, null when there is none. */
  readonly variableEndsIn: string | null;
  readonly storedEndsIn: string | null;
  /** Where the stored key is kept; null when there is none. */
  readonly storedIn: string | null;
}

/** Whose keys there are, one line a provider; and where a key that is set goes. */
export function credentialLines(
  listed: readonly ListedCredential[],
  { place, noKeyring }: WhereKeysGo,
): readonly string[] {
  const width = columnWidth(listed.map(({ provider }) => provider));
  const places = [...new Set(listed.flatMap(({ storedIn }) => storedIn ?? []))];
  return [
    ...listed.map(
      (each) => `${each.provider.padEnd(width)}  ${sourceOf(each, { isMixed: places.length > 1 })}`,
    ),
    ...(places.length === 0 ? ["", `Nothing is stored in ${place}`] : []),
    ...(places.length === 1 ? ["", `Stored in ${places.join("")}`] : []),
    ...(noKeyring === null ? [] : [paint.dim(`No keyring is used: ${noKeyring}.`)]),
  ];
}

function sourceOf(
  { variable, variableEndsIn, storedEndsIn, storedIn }: ListedCredential,
  { isMixed }: { readonly isMixed: boolean },
): string {
  const where = isMixed ? ` in ${storedIn}` : "";
  const stored = storedEndsIn === null ? null : `stored${where}${endOf(storedEndsIn)}`;
  if (variable === null) return stored ?? paint.dim("none");
  const own = `${variable}${endOf(variableEndsIn ?? "")}`;
  return stored === null ? own : `${own}; ${stored}, not used while ${variable} is set`;
}

function endOf(end: string): string {
  return end === "" ? "" : `, ends in ${end}`;
}
