import type { Diagnostic } from "../../core/diagnostic.ts";
import type { ModelClient } from "../../models/model-client.ts";
import type { ModelAnswer } from "../../models/model-request.ts";
import type { SharedKnowledge } from "./describe-app.ts";
import type { FeatureContract } from "./feature-contract.ts";
import { describeFeature, importedFiles } from "./describe-feature.ts";
import { importRules, type ImportRules } from "./import-rules.ts";
import { keptTexts } from "./kept-texts.ts";
import type { AnswerRules } from "./read-answer.ts";

/** What a model made of the pages of one feature. */
export interface WrittenFeature {
  /** Id of the feature. */
  readonly feature: string;
  /** Sound pages that differ from those that we print, path -> text, in path order. */
  readonly pages: ReadonlyMap<string, string>;
  /** What was refused; warnings all of them, because the page that we print stays. */
  readonly diagnostics: readonly Diagnostic[];
  readonly answers: readonly ModelAnswer[];
}

/** Whom the writers ask, and what all of them are told. */
export interface WriteContext {
  readonly shared: SharedKnowledge;
  readonly client: ModelClient;
  readonly signal: AbortSignal;
}

/** What every version of the pages of a feature must keep to. */
export async function rulesOf(
  contract: FeatureContract,
  shared: SharedKnowledge,
): Promise<Omit<AnswerRules, "current">> {
  return {
    baseline: contract.pages,
    imports: await importsOf(contract, shared),
    kept: await keptTexts(contract),
  };
}

/** What the pages of a feature may import: what all may, their own files, and what they import now. */
export async function importsOf(
  contract: FeatureContract,
  { offered, packages }: SharedKnowledge,
): Promise<ImportRules> {
  const { app, pages, fixed } = contract;
  const now = await importedFiles(contract);
  return importRules([...offered, ...pages.keys(), ...fixed.keys(), ...now], { app, packages });
}

/** The inputs that the prompts about the pages of one feature have in common. */
export async function contractInputs(
  contract: FeatureContract,
  { conventions, app, offered }: SharedKnowledge,
): Promise<{ readonly conventions: string; readonly app: string; readonly contract: string }> {
  return { conventions, app, contract: await describeFeature(contract, offered) };
}

/** Room for the files of an answer, twice as long as they are now, and for what the model thinks before, in tokens. */
export function roomFor(files: Iterable<string>): number {
  const characters = [...files].reduce((sum, text) => sum + text.length, 0);
  return Math.min(64_000, 8000 + Math.ceil((2 * characters) / 3));
}

/** A finding that changes nothing but what is told: the page that we print stays. */
export function asWarning(found: Diagnostic): Diagnostic {
  return { ...found, severity: "warning" };
}
