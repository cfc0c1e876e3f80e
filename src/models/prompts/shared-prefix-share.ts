import type { RenderedPrompt } from "./render-prompt.ts";

/** The share of all characters that stands in the beginning which the calls have in common, from 0 to 1. */
export function sharedPrefixShare(
  prompts: readonly Pick<RenderedPrompt, "system" | "messages">[],
): number {
  const texts = prompts.map(({ system, messages }) =>
    [...system, ...messages.map(({ text }) => text)].join("\n"),
  );
  const [first = ""] = texts;
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  const length = texts.reduce(
    (shortest, text) => commonLength(first, text, shortest),
    first.length,
  );
  return total === 0 ? 0 : (length * texts.length) / total;
}

function commonLength(left: string, right: string, most: number): number {
  const end = Math.min(most, right.length);
  let index = 0;
  while (index < end && left[index] === right[index]) index += 1;
  return index;
}
