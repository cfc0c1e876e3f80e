import type { Catalog } from "../catalog/catalog.ts";
import { valueMessage } from "../catalog/parameter-values.ts";
import { InputError } from "../core/errors.ts";
import { diagnostic } from "../core/diagnostic.ts";
import type { Parameter } from "../spec/blueprint.ts";
import type { Mention } from "./mentions.ts";
import { startsSentence, tokenize, type Token } from "./tokens.ts";
import { numberOf, unitOf } from "./units.ts";

/** A value that the request gives to a feature's parameter. */
export interface Limit {
  readonly feature: string;
  readonly parameter: string;
  readonly value: number;
  /** Indexes of the amount and of the token after its unit. */
  readonly from: number;
  readonly to: number;
}

interface LimitInput {
  readonly request: string;
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
  /** Ids of the features that will be in the app. */
  readonly features: ReadonlySet<string>;
  readonly catalog: Catalog;
}

interface Candidate {
  readonly feature: string;
  readonly id: string;
  readonly parameter: Parameter;
  readonly value: number;
}

/**
 * Amounts with a unit, given to the parameter that is measured in that unit: of the feature named
 * nearest in the same sentence, or of the only feature that has one. Others are left alone.
 * @throws InputError when the amount is outside the parameter's range.
 */
export function findLimits(input: LimitInput): readonly Limit[] {
  return input.tokens.flatMap((token, index) => {
    const next = input.tokens[index + 1];
    const amount = numberOf(token.word);
    const unit = next === undefined || !/^[\s-]*$/.test(next.gap) ? null : unitOf(next.word);
    if (amount === null || unit === null || isLowerBound(input.tokens, index)) return [];
    const candidates = [...input.features].flatMap((feature) =>
      measured(feature, input.catalog).flatMap(({ id, parameter, unit: own }) =>
        own.dimension === unit.dimension
          ? [{ feature, id, parameter, value: (amount * unit.factor) / own.factor }]
          : [],
      ),
    );
    const chosen = choose(candidates, { input, index });
    if (chosen === null) return [];
    const message = valueMessage(chosen.parameter, chosen.value);
    if (message !== null) throw outOfRange(chosen, message);
    const { feature, id, value } = chosen;
    return [{ feature, parameter: id, value, from: index, to: index + 2 }];
  });
}

/** Whether the amount at an index is the least: "at least 5 seconds" is no longest length. */
export function isLowerBound(tokens: readonly Token[], index: number): boolean {
  const before = tokens.slice(Math.max(0, index - 3), index).map(({ word }) => word);
  const text = before.join(" ");
  if (/\b(?:no|not|never) (?:more|longer|larger|bigger|greater) than$/.test(text)) return false;
  return /(?:at least|minimum|minimum of|min|more than|longer than|larger than|bigger than|over)$/.test(
    text,
  );
}

function measured(feature: string, catalog: Catalog) {
  const parameters = catalog.entries.get(feature)?.blueprint.parameters ?? {};
  return Object.entries(parameters).flatMap(([id, parameter]) => {
    if (parameter.kind !== "integer") return [];
    const words = tokenize(`${id.replaceAll(/([A-Z])/g, " $1")} ${parameter.title}`);
    // Single letters are units only behind a number.
    const unit = words.flatMap(({ word }) => (word.length > 1 ? (unitOf(word) ?? []) : []))[0];
    return unit === undefined ? [] : [{ id, parameter, unit }];
  });
}

function choose(
  candidates: readonly Candidate[],
  { input, index }: { readonly input: LimitInput; readonly index: number },
): Candidate | null {
  const near = candidates
    .map((candidate) => ({ candidate, distance: distanceTo(candidate.feature, { input, index }) }))
    .filter(({ distance }) => distance < Infinity)
    .toSorted((left, right) => left.distance - right.distance);
  return near[0]?.candidate ?? (candidates.length === 1 ? (candidates[0] ?? null) : null);
}

/** Tokens between an amount and the nearest mention of a feature in the same sentence. */
function distanceTo(
  feature: string,
  { input, index }: { readonly input: LimitInput; readonly index: number },
): number {
  const distances = input.mentions
    .filter(({ subject }) => subject.kind === "feature" && subject.id === feature)
    .filter(({ from }) => {
      const [first, last] = from < index ? [from, index] : [index, from];
      return !input.tokens.slice(first + 1, last + 1).some(startsSentence);
    })
    .map(({ from, to }) => (from < index ? index - to : from - index - 2));
  return Math.min(Infinity, ...distances);
}

function outOfRange({ feature, id }: Candidate, message: string): InputError {
  return new InputError("The request asks for a limit that is out of range.", {
    diagnostics: [diagnostic({ code: "intake-limit", message, name: `${feature}.${id}` })],
    nextSteps: [`See what is allowed with: megamind catalog ${feature}`],
  });
}
