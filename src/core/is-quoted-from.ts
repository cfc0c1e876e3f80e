/** Whether words stand in a text as whole words, whatever their case, their quotation marks and the space between them. */
export function isQuotedFrom(source: string, quote: string): boolean {
  const [text, words] = [plain(source), plain(quote)];
  if (!/[\p{L}\p{N}]/u.test(words)) return false;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const opensInside = isLetter(text[at - 1]) && isLetter(words[0]);
    const endsInside = isLetter(words.at(-1)) && isLetter(text[at + words.length]);
    if (!opensInside && !endsInside) return true;
  }
  return false;
}

function isLetter(letter: string | undefined): boolean {
  return /^[\p{L}\p{N}]$/u.test(letter ?? "");
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase();
}
