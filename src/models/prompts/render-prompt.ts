import { BugError } from "../../core/errors.ts";
import type { ModelRequest } from "../model-request.ts";
import { frameFor } from "./frame-inputs.ts";
import { shortenInputs } from "./shorten-inputs.ts";
import { placeholder, type Prompt } from "./prompt.ts";

/** What a task's prompt says of its request. */
export type RenderedPrompt = Pick<
  ModelRequest,
  "task" | "tier" | "promptVersion" | "system" | "messages" | "shortenings"
>;

/**
 * The prompt with its inputs in their places: what is the same for all calls as instructions, the rest as the first
 * message. The same inputs give the same bytes.
 * @throws BugError when an input is missing, or is none of this prompt.
 */
export function renderPrompt(
  prompt: Prompt,
  inputs: Readonly<Record<string, string>>,
): RenderedPrompt {
  const known = prompt.inputs.map(({ name }) => name);
  const missing = known.filter((name) => !Object.hasOwn(inputs, name));
  const unknown = Object.keys(inputs).filter((name) => !known.includes(name));
  if (missing.length + unknown.length > 0) {
    throw new BugError(
      `The prompt of "${prompt.task}" takes ${known.join(", ")}; missing: ${list(missing)}; unknown: ${list(unknown)}.`,
    );
  }
  const values = new Map(Object.entries(inputs));
  const shared = fill(prompt.shared, { prompt, values });
  const own = fill(prompt.own, { prompt, values });
  return {
    task: prompt.task,
    tier: prompt.tier,
    promptVersion: `${prompt.task}@${prompt.version}`,
    system: [prompt.rules, shared],
    messages: [{ role: "user", text: own }],
    shortenings: shortenInputs(prompt, { values, length: `${prompt.rules}${shared}${own}`.length }),
  };
}

interface Filling {
  readonly prompt: Prompt;
  readonly values: ReadonlyMap<string, string>;
}

/** One pass: a value that looks like a place for an input stays as it is. Each part has digits of its own inputs. */
function fill(part: string, { prompt, values }: Filling): string {
  const used = [...part.matchAll(placeholder)].map(([, name = ""]) => values.get(name) ?? "");
  const frame = frameFor(used);
  return part.replace(placeholder, (_, name: string) => {
    const text = values.get(name) ?? "";
    const input = prompt.inputs.find((candidate) => candidate.name === name);
    return input?.trust === "ours" ? text : frame(name, text);
  });
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
