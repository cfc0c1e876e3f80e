/**
 * Reads JSON as the settings of compilers and linters are written: with comments, and commas after the last item.
 * @returns undefined when it is not even that.
 */
export function parseJsonWithComments(text: string): unknown {
  // Texts are matched first, so that what looks like a comment inside of them stays.
  const plain = text
    .replace(/^\uFEFF/, "")
    .replaceAll(/"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (part) =>
      part.startsWith('"') ? part : " ",
    )
    .replaceAll(/"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g, (part) => (part.startsWith('"') ? part : ""));
  try {
    return JSON.parse(plain);
  } catch {
    return undefined;
  }
}
