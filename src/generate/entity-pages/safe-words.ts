/** Characters that mean something in code -> what stands for them in texts for people. */
const stands: Readonly<Record<string, string>> = {
  '"': "”",
  "`": "’",
  "\\": "/",
  "{": "(",
  "}": ")",
  "<": "‹",
  ">": "›",
};

/**
 * Words as they can stand in JSX, in an attribute, in a string and in a comment alike. Titles come from people and
 * models, and must not be read as code.
 */
export function safeWords(words: string): string {
  return words
    .replaceAll(/["`\\{}<>]/g, (character) => stands[character] ?? "")
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll("${", "$ (")
    .replaceAll("//", "/")
    .replaceAll("*/", "* /")
    .replaceAll(/&(?=#?\w+;)/g, "and ")
    .replaceAll(/@(?=\w)/g, "at ");
}
