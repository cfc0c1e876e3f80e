import type { Shortening } from "../model-request.ts";
import type { Prompt } from "./prompt.ts";

interface Rendered {
  readonly values: ReadonlyMap<string, string>;
  /** Of the whole prompt, in characters. */
  readonly length: number;
}

/** Shorter texts are not worth it, and may stand elsewhere in the prompt too. */
const fewestCharacters = 500;

/**
 * What is left out of a prompt that does not fit: of the inputs that may be shortened, in their declared order, so many
 * last lines that half of the prompt remains, or as little as they allow. Half, whatever the model: the same request
 * is shortened in the same way everywhere, so that a ledger finds its reply.
 */
export function shortenInputs(
  { inputs }: Pick<Prompt, "inputs">,
  { values, length }: Rendered,
): readonly Shortening[] {
  const shortenable = inputs
    .flatMap(({ name, shorten }) => (shorten === undefined ? [] : [{ name, shorten }]))
    .toSorted((left, right) => left.shorten - right.shorten);
  let tooLong = Math.ceil(length / 2);
  return shortenable.flatMap(({ name }) => {
    const text = values.get(name) ?? "";
    if (tooLong <= 0 || text.length < fewestCharacters) return [];
    const short = firstLines(text, Math.max(0, text.length - tooLong));
    tooLong -= text.length - short.text.length;
    const leftOut = `${name}: its last ${short.dropped} of ${short.dropped + short.kept} lines`;
    return [{ from: text, to: short.text, leftOut }];
  });
}

/** Whole lines, so that what remains can be read, and a line that says what is missing. */
function firstLines(text: string, most: number) {
  const lines = text.split("\n");
  let length = 0;
  const rest = lines.findIndex((line) => (length += line.length + 1) > most + 1);
  const kept = rest < 0 ? lines.length : rest;
  const dropped = lines.length - kept;
  const said = `(The last ${dropped} of ${lines.length} lines are left out here.)`;
  return { text: [...lines.slice(0, kept), said].join("\n"), kept, dropped };
}
