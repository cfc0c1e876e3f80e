import type { z } from "zod";
import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import type { ModelClient } from "./model-client.ts";
import type { ModelMessage } from "./model-call.ts";
import { UnusableAnswerError } from "./model-errors.ts";
import type { ModelAnswer, ModelRequest } from "./model-request.ts";
import { mendJson } from "./mend-json.ts";
import { readJson } from "./read-json.ts";
import { wireSchema } from "./wire-schema.ts";

export interface ObjectRequest<Value> extends Omit<ModelRequest, "output" | "tools"> {
  /** Name of the answer for the provider: letters, digits, dashes. */
  readonly name: string;
  /** Only shapes that `wireSchema` accepts; limits beyond them are checked here. */
  readonly schema: z.ZodType<Value>;
  /** What else is wrong with an answer that fits the schema; only errors send it back. Default: nothing. */
  readonly check?: (value: Value) => readonly Diagnostic[];
  /** Most times a wrong answer is sent back. Default: 1. */
  readonly mostRepairs?: number;
}

export interface ObjectAnswer<Value> {
  readonly value: Value;
  /** Every reply that was used, in order; more than one after a repair or a cut. */
  readonly answers: readonly ModelAnswer[];
}

/** Most output tokens a cut answer is asked again with. */
const mostOutputTokens = 64_000;
/** Most findings of the validation that are sent back. */
const mostFindings = 12;
/** Most characters of one of them. */
const longestFinding = 400;

/**
 * One validated object. An answer that was cut is asked again with twice the room, twice at most, and never used;
 * one that is whole and no JSON by its spelling is mended, which `ModelClient.note` is told; one that does not fit the
 * schema, or has errors by `check`, is sent back with what is wrong.
 * @throws UnusableAnswerError with the findings when the model does not manage, and all that `ModelClient.ask` throws.
 */
export async function askForObject<Value>(
  client: ModelClient,
  { name, schema, check = () => [], mostRepairs = 1, ...request }: ObjectRequest<Value>,
): Promise<ObjectAnswer<Value>> {
  const output = { kind: "json", name, schema: wireSchema(schema) } as const;
  const answers: ModelAnswer[] = [];
  let { messages } = request;
  for (let repairs = 0; ; repairs += 1) {
    const asked = { ...request, messages, output, tools: [] };
    const answer = await askWhole(client, asked, (cut) => answers.push(cut));
    answers.push(answer);
    const json = await readAnswer(answer.reply.text);
    const read = readValue(json.value, { schema, check });
    if (read.isRight) {
      if (json.mended !== null) client.note(request, json.mended);
      return { value: read.value, answers };
    }
    if (repairs >= mostRepairs) throw neverRight(request.task, read.findings);
    messages = [...request.messages, ...repairMessages(answer.reply.text, read.findings)];
  }
}

function neverRight(task: string, findings: readonly Diagnostic[]): UnusableAnswerError {
  const shown = findings.slice(0, mostFindings).map(({ message }) => message);
  return new UnusableAnswerError(
    `The model's answer for "${task}" does not fit its schema or its rules, nor did the corrected one: ${shown.join("; ")}.`,
    { diagnostics: findings, nextSteps: ["Use a stronger model for this task."] },
  );
}

async function askWhole(
  client: ModelClient,
  request: ModelRequest,
  onCut: (answer: ModelAnswer) => void,
): Promise<ModelAnswer> {
  let { maxOutputTokens } = request;
  for (;;) {
    const answer = await client.ask({ ...request, maxOutputTokens });
    if (answer.reply.stop === "done") return answer;
    onCut(answer);
    const larger = Math.min(mostOutputTokens, maxOutputTokens * 2);
    if (larger === maxOutputTokens || maxOutputTokens >= request.maxOutputTokens * 4) {
      throw new UnusableAnswerError(
        `The model's answer for "${request.task}" was cut even at ${maxOutputTokens} tokens.`,
        { nextSteps: ["Use a model with longer answers, or ask for less at once."] },
      );
    }
    maxOutputTokens = larger;
  }
}

type Read<Value> =
  | { readonly isRight: true; readonly value: Value }
  | { readonly isRight: false; readonly findings: readonly Diagnostic[] };

/** Only of an answer that no limit cut. `mended`: what was done to it, or null. */
async function readAnswer(
  text: string,
): Promise<{ readonly value: unknown; readonly mended: string | null }> {
  const value = readJson(text);
  if (value !== undefined) return { value, mended: null };
  const mended = await mendJson(text);
  return { value: mended?.value, mended: mended?.detail ?? null };
}

function readValue<Value>(
  json: unknown,
  { schema, check }: Pick<Required<ObjectRequest<Value>>, "schema" | "check">,
): Read<Value> {
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { isRight: false, findings: parsed.error.issues.map(ofIssue) };
  const findings = check(parsed.data);
  if (!hasErrors(findings)) return { isRight: true, value: parsed.data };
  const errors = findings.filter(({ severity }) => severity === "error");
  return { isRight: false, findings: errors.map(inOneLine) };
}

function ofIssue({ path, message }: z.core.$ZodIssue): Diagnostic {
  const place = path.join(".") || "the answer";
  return inOneLine(
    diagnostic({ code: "model-answer-schema", name: place, message: `${place}: ${message}` }),
  );
}

/** Findings quote the answer: nothing of it may write to a terminal what it likes, or as much as it likes. */
function inOneLine(found: Diagnostic): Diagnostic {
  const clean = (text: string) =>
    text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, longestFinding);
  const { name } = found.subject;
  return {
    ...found,
    subject: { ...found.subject, name: name === null ? null : clean(name) },
    message: clean(found.message),
    fix: found.fix === null ? null : clean(found.fix),
  };
}

function repairMessages(answer: string, findings: readonly Diagnostic[]): readonly ModelMessage[] {
  const lines = findings
    .slice(0, mostFindings)
    .map(({ message, fix }) => `- ${message}${fix === null ? "" : ` ${fix}`}`);
  return [
    { role: "assistant", text: answer.trim() === "" ? "(nothing)" : answer },
    {
      role: "user",
      text: `That answer is not valid:\n${lines.join("\n")}\nSend the whole corrected JSON object and nothing else.`,
    },
  ];
}
