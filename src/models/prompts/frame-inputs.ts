import { createHash } from "node:crypto";

/** Puts a text between two lines that the text itself does not have. */
export type Frame = (name: string, text: string) => string;

/**
 * Frames for texts that may hold instructions of their own. All share one row of digits, made from the texts: the
 * same texts give the same digits, so that parallel calls begin alike and a ledger finds its replies, and none of the
 * texts has them in it.
 */
export function frameFor(texts: readonly string[]): Frame {
  const digits = digitsOutside(texts);
  return (name, text) =>
    `<<<input ${name} ${digits}>>>\n${text}\n<<<end of input ${name} ${digits}>>>`;
}

function digitsOutside(texts: readonly string[]): string {
  for (let round = 0; ; round += 1) {
    const hash = createHash("sha256").update(JSON.stringify([round, texts]));
    const digits = hash.digest("hex").slice(0, 12);
    if (!texts.some((text) => text.toLowerCase().includes(digits))) return digits;
  }
}
