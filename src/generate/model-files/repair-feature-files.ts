import type { Diagnostic } from "../../core/diagnostic.ts";
import { compareText } from "../../core/compare-text.ts";
import { askForFiles } from "../../models/ask-for-files.ts";
import type { ModelChoice } from "../../models/model-request.ts";
import { loadPrompt } from "../../models/prompts/load-prompt.ts";
import { renderPrompt } from "../../models/prompts/render-prompt.ts";
import { sourceText } from "./describe-app.ts";
import type { FeatureContract } from "./feature-contract.ts";
import { readAnswer } from "./read-answer.ts";
import {
  asWarning,
  contractInputs,
  roomFor,
  rulesOf,
  type WriteContext,
  type WrittenFeature,
} from "./written-feature.ts";

export interface RepairInput {
  readonly contract: FeatureContract;
  /** The pages that models wrote, path -> text; they alone may be changed. */
  readonly pages: ReadonlyMap<string, string>;
  /** What the gates found in this feature. */
  readonly findings: readonly Diagnostic[];
  readonly context: WriteContext;
  /** What is wanted: small edits, or whole files. Default: "edits". */
  readonly form?: "edits" | "files";
  /** Whom to ask. Default: "own", as the settings say. */
  readonly models?: ModelChoice;
  /** What became of earlier tries, a line each. Default: none. */
  readonly earlier?: readonly string[];
}

const forms = {
  edits: "Write edits, as small as they can be.",
  files: "Write each file that must change as a whole.",
} as const;

/** Most findings that are told. */
const mostFindings = 30;

/**
 * The pages of a feature after one call that is told what the gates found. A change that is refused changes nothing.
 * @throws all that `ModelClient.ask` throws.
 */
export async function repairFeatureFiles(input: RepairInput): Promise<WrittenFeature> {
  const { contract, pages, context, form = "edits", models = "own", earlier = [] } = input;
  const prompt = await loadPrompt("repair");
  const answer = await askForFiles(context.client, {
    ...renderPrompt(prompt, {
      ...(await contractInputs(contract, context.shared)),
      files: [...new Map([...contract.pages, ...pages])].map(sourceText).join("\n\n"),
      findings: findingsText(input.findings),
      earlier: earlier.length === 0 ? "None: this is the first try." : earlier.join("\n"),
      form: forms[form],
      allowed: [...pages.keys()].join("\n"),
    }),
    models,
    feature: contract.feature.id,
    allowed: [...pages.keys()],
    maxOutputTokens: roomFor(pages.values()),
    effort: null,
    signal: context.signal,
  });
  const rules = { ...(await rulesOf(contract, context.shared)), current: pages };
  const { pages: changed, findings } = await readAnswer(answer, rules);
  return {
    feature: contract.feature.id,
    pages: new Map(
      [...new Map([...pages, ...changed])].toSorted(([left], [right]) => compareText(left, right)),
    ),
    diagnostics: findings.map(asWarning),
    answers: answer.answers,
  };
}

/** In an order of their own, so that the same findings are the same question. */
function findingsText(findings: readonly Diagnostic[]): string {
  const lines = findings.map(({ code, message, subject: { file, line, name } }) => {
    const place = [file, line].filter((part) => part !== null).join(":");
    return [place, name, `${code}: ${message}`]
      .filter((part) => part !== null && part !== "")
      .join(" ");
  });
  return [...new Set(lines)].toSorted(compareText).slice(0, mostFindings).join("\n");
}
