import type { z } from "zod";
import type { ModelClient } from "./model-client.ts";
import type { ModelMessage } from "./model-call.ts";
import { NoProviderError } from "./model-errors.ts";
import type { ModelAnswer, ModelRequest } from "./model-request.ts";
import { readJson } from "./read-json.ts";
import { wireSchema } from "./wire-schema.ts";

export interface ObjectRequest<Value> extends Omit<ModelRequest, "output" | "tools"> {
  /** Name of the answer for the provider: letters, digits, dashes. */
  readonly name: string;
  /** Only shapes that `wireSchema` accepts; limits beyond them are checked here. */
  readonly schema: z.ZodType<Value>;
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

/**
 * One validated object. An answer that was cut is asked again with twice the room, twice at most, and never used;
 * one that does not fit the schema is sent back once with what is wrong.
 * @throws NoProviderError when the model does not manage, and all that `ModelClient.ask` throws.
 */
export async function askForObject<Value>(
  client: ModelClient,
  { name, schema, ...request }: ObjectRequest<Value>,
): Promise<ObjectAnswer<Value>> {
  const output = { kind: "json", name, schema: wireSchema(schema) } as const;
  const answers: ModelAnswer[] = [];
  const ask = async (messages: readonly ModelMessage[]) => {
    const asked = { ...request, messages, output, tools: [] };
    const answer = await askWhole(client, asked, (cut) => answers.push(cut));
    answers.push(answer);
    return answer.reply.text;
  };
  const first = await ask(request.messages);
  const read = readValue(first, schema);
  if (read.success) return { value: read.data, answers };
  const repaired = readValue(
    await ask([
      ...request.messages,
      { role: "assistant", text: first.trim() === "" ? "(nothing)" : first },
      { role: "user", text: repairText(findings(read.error)) },
    ]),
    schema,
  );
  if (repaired.success) return { value: repaired.data, answers };
  throw new NoProviderError(
    `The model's answer for "${request.task}" does not fit its schema, nor did the corrected one: ${findings(repaired.error).join("; ")}.`,
    { nextSteps: ["Use a stronger model for this task."] },
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
      throw new NoProviderError(
        `The model's answer for "${request.task}" was cut even at ${maxOutputTokens} tokens.`,
        { nextSteps: ["Use a model with longer answers, or ask for less at once."] },
      );
    }
    maxOutputTokens = larger;
  }
}

function readValue<Value>(text: string, schema: z.ZodType<Value>): z.ZodSafeParseResult<Value> {
  return schema.safeParse(readJson(text));
}

function findings(error: z.ZodError): readonly string[] {
  return error.issues
    .slice(0, mostFindings)
    .map(({ path, message }) => `${path.join(".") || "the answer"}: ${message}`);
}

function repairText(issues: readonly string[]): string {
  return `That answer is not valid:\n${issues.map((issue) => `- ${issue}`).join("\n")}\nSend the whole corrected JSON object and nothing else.`;
}
