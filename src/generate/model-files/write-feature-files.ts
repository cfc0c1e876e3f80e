import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { compareText } from "../../core/compare-text.ts";
import { askForFiles } from "../../models/ask-for-files.ts";
import type { ModelAnswer } from "../../models/model-request.ts";
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

/** What is said in place of findings when there are none. */
const noFindings = "Nothing: this is the first answer.";
/** Most findings that are sent back with a refused answer. */
const mostFindings = 20;

/**
 * Better versions of the pages of one feature, by a model that sees nothing but the contract of the feature. What is
 * refused is asked for once more, with the reasons; what is refused again stays as we print it, and is said.
 * @throws all that `ModelClient.ask` throws.
 */
export async function writeFeatureFiles(
  contract: FeatureContract,
  context: WriteContext,
): Promise<WrittenFeature> {
  const { pages: baseline, feature } = contract;
  const read = (paths: readonly string[], findings: string) =>
    askForPages({ contract, context, paths, findings });
  const wanted = [...baseline.keys()];
  const first = await read(wanted, noFindings);
  const rules = { ...(await rulesOf(contract, context.shared)), current: baseline };
  const taken = await readAnswer(first, rules);
  const pages = new Map(taken.pages);
  const answers: ModelAnswer[] = [...first.answers];
  let refused = refusedPages(wanted, { pages, findings: taken.findings });
  let others = taken.findings.filter((found) => !concerns(wanted, found));
  if (refused.length > 0) {
    const paths = refused.map(({ path }) => path);
    const again = await read(paths, findingsText(refused));
    const second = await readAnswer(again, rules);
    answers.push(...again.answers);
    for (const [path, text] of second.pages) if (paths.includes(path)) pages.set(path, text);
    refused = refusedPages(paths, { pages: second.pages, findings: second.findings });
    others = [...others, ...second.findings.filter((found) => !concerns(wanted, found))];
  }
  return {
    feature: feature.id,
    pages: new Map(
      [...pages]
        .filter(([path, text]) => text !== baseline.get(path))
        .toSorted(([left], [right]) => compareText(left, right)),
    ),
    diagnostics: [...others.map(asWarning), ...refused.map((page) => refusal(feature.id, page))],
    answers,
  };
}

interface Question {
  readonly contract: FeatureContract;
  readonly context: WriteContext;
  readonly paths: readonly string[];
  readonly findings: string;
}

async function askForPages({ contract, context, paths, findings }: Question) {
  const prompt = await loadPrompt("write-files");
  return askForFiles(context.client, {
    ...renderPrompt(prompt, {
      ...(await contractInputs(contract, context.shared)),
      files: [...contract.pages].map(sourceText).join("\n\n"),
      findings,
      allowed: paths.join("\n"),
    }),
    feature: contract.feature.id,
    allowed: paths,
    maxOutputTokens: roomFor(paths.flatMap((path) => contract.pages.get(path) ?? [])),
    effort: null,
    signal: context.signal,
  });
}

interface RefusedPage {
  readonly path: string;
  readonly findings: readonly Diagnostic[];
}

/** The wanted pages that an answer does not have, with what is wrong with them. */
function refusedPages(
  wanted: readonly string[],
  { pages, findings }: { pages: ReadonlyMap<string, string>; findings: readonly Diagnostic[] },
): readonly RefusedPage[] {
  return wanted
    .filter((path) => !pages.has(path))
    .map((path) => {
      const own = findings.filter((found) => concerns([path], found));
      const missing = diagnostic({
        code: "model-file-missing",
        file: path,
        message: `${path} is not in the answer, or not to its end.`,
      });
      return { path, findings: own.length === 0 ? [missing] : own };
    });
}

function concerns(paths: readonly string[], { subject }: Diagnostic): boolean {
  return paths.includes(subject.file ?? subject.name ?? "");
}

function findingsText(refused: readonly RefusedPage[]): string {
  const lines = refused.flatMap(({ findings }) =>
    findings.map(({ message, subject: { line } }) =>
      line === null ? `- ${message}` : `- line ${line}: ${message}`,
    ),
  );
  return lines.slice(0, mostFindings).join("\n");
}

function refusal(feature: string, { path, findings }: RefusedPage): Diagnostic {
  const [first] = findings;
  return diagnostic({
    code: "model-files-refused",
    severity: "warning",
    file: path,
    line: first?.subject.line ?? null,
    name: feature,
    message:
      `The model's version of ${path} was refused twice, so the page that we print stays. ${first?.message ?? ""}`.trim(),
  });
}
