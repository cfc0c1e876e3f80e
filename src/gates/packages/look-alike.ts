import { compareText } from "../../core/compare-text.ts";
import { chanceNames, knownNames } from "./known-names.ts";

/** The shortest name whose near ones are told apart: `pg` is close to everything. */
const shortest = 5;

/**
 * The well-known package that a name could be mistaken for: one letter more, less, changed or swapped, other or no signs
 * between its words, or its scope written as a part of the name. Null for well-known names themselves and for all others.
 */
export function lookAlike(name: string): string | null {
  if (knownNames.has(name) || chanceNames.has(name)) return null;
  const near = [...knownNames].filter(
    (known) => plain(known).length >= shortest && isNear(name, known),
  );
  return near.toSorted(compareText)[0] ?? null;
}

const plain = (name: string): string => name.replaceAll(/[@/._-]/g, "").toLowerCase();

function isNear(name: string, known: string): boolean {
  const [scope, own] = parts(name);
  const [knownScope, knownOwn] = parts(known);
  // Everybody may publish under a scope of their own: a name with a scope looks like one of the same owner, or close to.
  if (scope !== "" && knownScope === "") return false;
  if (scope !== "" && scope === knownScope) return false;
  if (plain(name) === plain(known)) return true;
  if (scope === "" && knownScope === "") return isOneEditApart(own, knownOwn);
  return scope !== "" && own === knownOwn && isOneEditApart(scope, knownScope);
}

function parts(name: string): readonly [string, string] {
  const [, scope = "", own = name] = /^(?:(@[^/]+)\/)?(.*)$/.exec(name) ?? [];
  return [scope, own];
}

function isOneEditApart(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1 || short === long) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = (text: string, skipped: number) => text.slice(start + skipped);
  if (long.length > short.length) return rest(short, 0) === rest(long, 1);
  const isSwap = short[start] === long[start + 1] && short[start + 1] === long[start];
  return rest(short, 1) === rest(long, 1) || (isSwap && rest(short, 2) === rest(long, 2));
}
