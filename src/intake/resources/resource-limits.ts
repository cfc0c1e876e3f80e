import { diagnostic } from "../../core/diagnostic.ts";
import { InputError } from "../../core/errors.ts";
import type { Field } from "../../spec/field.ts";
import type { ResourceKind } from "../../spec/resource-words.ts";
import { isLowerBound } from "../limits.ts";
import { startsSentence, type Token } from "../tokens.ts";
import { numberOf, unitOf } from "../units.ts";
import { isClose } from "./lexicon.ts";

/** What a request says of the longest text, or the largest picture, of a noun. */
export interface ResourceLimit {
  readonly noun: string;
  readonly dimension: "text" | "size";
  /** In characters or bytes. */
  readonly most: number;
  /** Indexes of the amount and of the token behind its unit. */
  readonly from: number;
  readonly to: number;
}

interface Place {
  readonly noun: string;
  readonly kind: ResourceKind;
  readonly from: number;
  readonly to: number;
}

interface LimitInput {
  readonly tokens: readonly Token[];
  readonly places: readonly Place[];
}

const megabyte = 1_000_000;
const longestText = 10_000;
const largestPicture = 50 * megabyte;

/**
 * Amounts of characters and megabytes, given to the noun that is named nearest in the same sentence and has such a
 * field. Others are left alone.
 * @throws InputError when an amount is too small or too large.
 */
export function findResourceLimits({ tokens, places }: LimitInput): readonly ResourceLimit[] {
  return tokens.flatMap((token, index) => {
    const amount = numberOf(token.word);
    const unit = unitAt(tokens, index + 1);
    if (amount === null || unit === null || unit.dimension === "time") return [];
    if (isLowerBound(tokens, index)) return [];
    const { dimension, factor } = unit;
    const fitting = places.filter(({ kind }) =>
      dimension === "size" ? kind.picture !== null : longestTextOf(kind.fields) !== null,
    );
    const place = nearest(fitting, { tokens, index });
    if (place === null) return [];
    const most = Math.round(amount * factor * (dimension === "size" ? megabyte : 1));
    refuseRange(place, { dimension, most });
    return [{ noun: place.noun, dimension, most, from: index, to: index + 2 }];
  });
}

/** The fields with the longest of their texts as short as a limit says. */
export function withLongestText(fields: readonly Field[], most: number): readonly Field[] {
  const longest = longestTextOf(fields);
  return fields.map((field) =>
    field === longest ? { ...longest, max: most, min: Math.min(longest.min, most) } : field,
  );
}

function longestTextOf(fields: readonly Field[]) {
  const texts = fields.flatMap((field) =>
    field.type === "text" &&
    field.format === undefined &&
    field.oneOf === null &&
    !field.name.endsWith("_path")
      ? [field]
      : [],
  );
  return texts.toSorted((left, right) => right.max - left.max)[0] ?? null;
}

function unitAt(tokens: readonly Token[], index: number) {
  const token = tokens[index];
  return token === undefined || !/^[\s-]*$/.test(token.gap) ? null : unitOf(token.word);
}

function nearest(
  places: readonly Place[],
  { tokens, index }: { readonly tokens: readonly Token[]; readonly index: number },
): Place | null {
  const near = places
    .filter(({ from }) => {
      const [first, last] = from < index ? [from, index] : [index, from];
      return !tokens.slice(first + 1, last + 1).some(startsSentence);
    })
    .map((place) => ({ place, distance: distanceOf(place, { tokens, index }) }))
    .toSorted((left, right) => left.distance - right.distance);
  return near[0]?.place ?? null;
}

/**
 * How many words are between an amount and a noun. Those that only introduce a limit keep nobody apart ("notes of at
 * most 200 characters"), and what stands right behind it is meant ("200-character notes").
 */
function distanceOf(
  { from, to }: Place,
  { tokens, index }: { readonly tokens: readonly Token[]; readonly index: number },
): number {
  const behind = from - index - 2;
  if (behind >= 0) return behind === 0 && isClose(tokens[from] ?? { gap: "" }) ? -2 : behind;
  return tokens.slice(to, index).every(({ word }) => limiting.test(word)) ? -1 : index - to;
}

function refuseRange(
  { noun }: Place,
  { dimension, most }: Pick<ResourceLimit, "dimension" | "most">,
): void {
  const [least, greatest] =
    dimension === "size" ? [megabyte / 10, largestPicture] : [1, longestText];
  if (most >= least && most <= greatest) return;
  const unit = dimension === "size" ? "bytes" : "characters";
  const message = `The limit of "${noun}" is ${most} ${unit}; allowed are ${least} to ${greatest}.`;
  throw new InputError("The request asks for a limit that is out of range.", {
    diagnostics: [diagnostic({ code: "intake-limit", message, name: noun })],
    nextSteps: ["Name another limit, or leave it out."],
  });
}

const limiting =
  /^(?:of|with|at|most|up|to|max|maximum|no|not|longer|larger|bigger|more|than|least|limited|exceeding)$/;

/** The index behind an amount and the words that make a limit of it ("of at most 200 characters"), or the index itself. */
export function behindLimit(tokens: readonly Token[], index: number): number {
  let at = index;
  while (limiting.test(tokens[at]?.word ?? "")) at += 1;
  const isLimit = numberOf(tokens[at]?.word ?? "") !== null && unitAt(tokens, at + 1) !== null;
  return isLimit ? at + 2 : index;
}
