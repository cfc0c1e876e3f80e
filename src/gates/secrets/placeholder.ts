/** Words that stand where a key is to be put. */
const placeholderWords =
  /your|example|sample|placeholder|change[-_]?me|replace|insert|dummy|fake|mock|simulated|redacted|todo|xxx|\.\.\.|<[^>]*>|\*{3}|\$\{|\{\{|%\w+%|^test|not[-_]?a[-_]|secret[-_]?(?:here|key)|[-_]here$/i;

/** Whether a text only shows where a key would stand: it says so, counts up, or repeats itself. */
export function isPlaceholder(text: string): boolean {
  return placeholderWords.test(text) || isPatterned(text);
}

/** The alphabet, counting, and few letters over and over are what people type when they need a long text. */
function isPatterned(text: string): boolean {
  const body = text.replace(/^[a-z]+[-_](?:[a-z]+\d*[-_])*/i, "");
  if (new Set(body).size <= Math.min(6, body.length / 3)) return true;
  return /0123456789|1234567890|abcdefgh|qwerty|deadbeef/i.test(body);
}

/** Bits of chance in each letter of a text: 4 and more for keys in base 64, 3 for words. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
