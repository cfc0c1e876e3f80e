/** Fewest and most lines of overlap that are looked for. */
const mostLines = 40;

/**
 * Joins a text that was cut with its continuation, which begins by repeating the last whole lines. The longest
 * overlap counts; null when there is none, because a gap or a doubled line would go unnoticed.
 */
export function joinOverlap(partial: string, continuation: string): string | null {
  const before = wholeLines(partial).split("\n").slice(0, -1);
  const after = continuation.replaceAll("\r\n", "\n").split("\n");
  const longest = Math.min(mostLines, before.length, after.length);
  for (let count = longest; count >= 1; count -= 1) {
    const end = before.slice(before.length - count);
    const isSame = end.every((line, index) => line.trimEnd() === after[index]?.trimEnd());
    if (isSame && end.some((line) => line.trim() !== "")) {
      return [...before, ...after.slice(count)].join("\n");
    }
  }
  return null;
}

/** The text up to its last line end: the line that was cut may be cut inside a word. */
export function wholeLines(text: string): string {
  const unified = text.replaceAll("\r\n", "\n");
  return unified.slice(0, unified.lastIndexOf("\n") + 1);
}
