import type { Refusal } from "./protocol.ts";

/** A model that the simulated server has, with its limits in tokens. */
export interface ServedModel {
  readonly id: string;
  readonly maxInput: number;
  readonly maxOutput: number;
}

/** The answer of `GET /models`: Anthropic's, or that of a server like OpenRouter. */
export function modelList(models: readonly ServedModel[], isAnthropic: boolean): unknown {
  if (isAnthropic) {
    return {
      data: models.map(({ id, maxInput, maxOutput }) => ({
        type: "model",
        id,
        display_name: id,
        created_at: "2026-01-01T00:00:00Z",
        max_input_tokens: maxInput,
        max_tokens: maxOutput,
      })),
      first_id: models[0]?.id ?? null,
      last_id: models.at(-1)?.id ?? null,
      has_more: false,
    };
  }
  return {
    object: "list",
    data: models.map(({ id, maxInput, maxOutput }) => ({
      id,
      object: "model",
      created: 1_767_225_600,
      owned_by: "simulated",
      context_length: maxInput,
      top_provider: { max_completion_tokens: maxOutput },
    })),
  };
}

interface Asked {
  readonly body: Readonly<Record<string, unknown>>;
  readonly promptText: string;
}

/** What a provider refuses because of the limits of its models. */
export function checkLimits(
  models: readonly ServedModel[],
  { body, promptText }: Asked,
): Refusal | null {
  const model = models.find(({ id }) => id === body["model"]);
  if (model === undefined) return null;
  const tokens = Math.ceil(promptText.length / 4);
  if (tokens > model.maxInput) {
    return {
      status: 400,
      code: "context_length_exceeded",
      message: `prompt is too long: ${tokens} tokens > ${model.maxInput} maximum`,
    };
  }
  const names = ["max_tokens", "max_completion_tokens", "max_output_tokens"];
  const name = names.find((candidate) => Number(body[candidate]) > model.maxOutput);
  if (name === undefined) return null;
  return {
    status: 400,
    code: "invalid_request",
    message: `${name} is too large: ${String(body[name])}. This model supports at most ${model.maxOutput}.`,
  };
}
