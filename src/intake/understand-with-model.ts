import type { Catalog } from "../catalog/catalog.ts";
import { describeCatalog } from "../catalog/describe-catalog.ts";
import { askForObject } from "../models/ask-for-object.ts";
import type { ModelClient } from "../models/model-client.ts";
import type { ModelAnswer } from "../models/model-request.ts";
import { loadPrompt } from "../models/prompts/load-prompt.ts";
import { renderPrompt } from "../models/prompts/render-prompt.ts";
import { cleanName, slugOf } from "./app-name.ts";
import { checkUnderstanding } from "./check-understanding.ts";
import { refuseLength, senselessRequest } from "./request-errors.ts";
import {
  understandingAnswerSchema,
  type Understanding,
  type UnderstandingAnswer,
} from "./understanding.ts";

export interface UnderstandOptions {
  readonly catalog: Catalog;
  readonly client: ModelClient;
  readonly signal: AbortSignal;
  /** What was asked about the request and what its author answered, as good as words of it. Default: nothing. */
  readonly answered?: readonly { readonly question: string; readonly answer: string }[];
}

/**
 * What a request asks for, understood by a model and checked by us: every feature exists, every claim quotes the
 * request, every limit is in range. A wrong answer is sent back once.
 * @throws InputError when the request is empty, longer than 4,000 characters or asks for nothing; NoProviderError
 * with the findings when the corrected answer is wrong too; and all that `ModelClient.ask` throws.
 */
export async function understandWithModel(
  request: string,
  { catalog, client, signal, answered = [] }: UnderstandOptions,
): Promise<Understanding & { readonly answers: readonly ModelAnswer[] }> {
  refuseLength(request, catalog);
  const words = withAnswers(request, answered);
  const prompt = await loadPrompt("understand-request");
  const { value, answers } = await askForObject(client, {
    ...renderPrompt(prompt, { catalog: describeCatalog(catalog), request: words }),
    name: "understanding",
    schema: understandingAnswerSchema,
    check: (answer) => checkUnderstanding(answer, { request: words, catalog }),
    maxOutputTokens: 4000,
    effort: null,
    signal,
  });
  if (value.features.length + value.wishes.length === 0) {
    throw senselessRequest(value.notUnderstood, catalog);
  }
  return { ...understandingOf(value, request), answers };
}

/** Most characters of an answer. */
const longestAnswer = 500;

function withAnswers(
  request: string,
  answered: NonNullable<UnderstandOptions["answered"]>,
): string {
  const lines = answered.map(
    ({ question, answer }) => `${question}\n${answer.slice(0, longestAnswer)}`,
  );
  return [request, ...lines].join("\n\n");
}

function understandingOf(answer: UnderstandingAnswer, request: string): Understanding {
  const { features, excluded, wishes, look, changes, questions, notUnderstood } = answer;
  const appName = cleanName(answer.appName) ?? "App";
  const isGiven = request.toLowerCase().includes(appName.toLowerCase());
  const parameters: Record<string, Record<string, number | string>> = {};
  for (const { feature, parameter, value } of answer.limits) {
    parameters[feature] = { ...parameters[feature], [parameter]: value };
  }
  return {
    brief: {
      request,
      appName,
      slug: slugOf(appName),
      features,
      excluded,
      parameters,
      assumptions: [
        ...(isGiven
          ? []
          : [`The app is named "${appName}"; add: called "<name>" to choose another name.`]),
        ...questions.map(({ question, assumed }) => `${question} Assumed: ${assumed}`),
      ],
      notUnderstood,
    },
    wishes,
    look: look?.wish ?? null,
    changes: changes.map(({ wish }) => wish),
    questions,
  };
}
