/** A piece of a body: everything but blanks and comments. */
export interface BodyToken {
  /** `word`: an identifier or keyword. `text`: a string constant, quoted in any way. `sign`: one character or `:=`, `..`, `::`, `<<`, `>>`. */
  readonly kind: "word" | "text" | "sign";
  /** Words in lower case unless quoted, without the quotes; all else as written. */
  readonly value: string;
  readonly isQuoted: boolean;
  /** Where it begins and ends in the body. */
  readonly start: number;
  readonly end: number;
}

const patterns: readonly (readonly [kind: BodyToken["kind"] | "blank", pattern: RegExp])[] = [
  ["blank", /\s+|--[^\n]*/y],
  ["text", /[eE]'(?:[^'\\]|''|\\[\s\S])*'|[bBxXnN]?'(?:[^']|'')*'|[uU]&'(?:[^']|'')*'/y],
  ["text", /\$(\w*)\$[\s\S]*?\$\1\$/y],
  ["word", /"(?:[^"]|"")*"/y],
  ["word", /[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/y],
  ["sign", /\d+(?:\.(?!\.)\d*)?(?:[eE][+-]?\d+)?|\$\d+/y],
  ["sign", /:=|\.\.|::|<<|>>|[\s\S]/y],
];

/** Cuts a PL/pgSQL body into tokens. Block comments nest. */
export function bodyTokens(body: string): readonly BodyToken[] {
  const tokens: BodyToken[] = [];
  let place = 0;
  while (place < body.length) {
    if (body.startsWith("/*", place)) {
      place = endOfComment(body, place);
      continue;
    }
    const [kind, written] = tokenAt(body, place);
    const end = place + written.length;
    const isQuoted = kind === "word" && written.startsWith('"');
    const value = isQuoted
      ? written.slice(1, -1).replaceAll('""', '"')
      : kind === "word"
        ? written.toLowerCase()
        : written;
    if (kind !== "blank") tokens.push({ kind, value, isQuoted, start: place, end });
    place = end;
  }
  return tokens;
}

function tokenAt(body: string, place: number): readonly [BodyToken["kind"] | "blank", string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = place;
    const written = pattern.exec(body)?.[0];
    if (written !== undefined && written !== "") return [kind, written];
  }
  return ["sign", body.charAt(place)];
}

function endOfComment(body: string, start: number): number {
  let depth = 0;
  let place = start;
  do {
    const next = body.slice(place, place + 2);
    if (next === "/*") depth += 1;
    if (next === "*/") depth -= 1;
    place += next === "/*" || next === "*/" ? 2 : 1;
  } while (depth > 0 && place < body.length);
  return place;
}

/** Whether the token is this keyword, which a quoted name never is. */
export function isWord(token: BodyToken | undefined, word: string): boolean {
  return token?.kind === "word" && !token.isQuoted && token.value === word;
}

export function isSign(token: BodyToken | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.value === sign;
}

export function endOfStatement(token: BodyToken): boolean {
  return isSign(token, ";");
}

/** By how much the token goes deeper into brackets. */
export function depthChange(token: BodyToken): number {
  if (isSign(token, "(") || isSign(token, "[")) return 1;
  return isSign(token, ")") || isSign(token, "]") ? -1 : 0;
}

/** Where `into [strict] target, ...` of a query begins and ends; null for none. INSERT INTO and MERGE INTO name a table. */
export function intoTargets(
  tokens: readonly BodyToken[],
): { readonly from: number; readonly to: number } | null {
  let depth = 0;
  for (const [from, token] of tokens.entries()) {
    depth += depthChange(token);
    const before = tokens[from - 1];
    const namesTable = isWord(before, "insert") || isWord(before, "merge");
    if (depth === 0 && isWord(token, "into") && !namesTable)
      return { from, to: endOfTargets(tokens, from + 1) };
  }
  return null;
}

function endOfTargets(tokens: readonly BodyToken[], start: number): number {
  let place = isWord(tokens[start], "strict") ? start + 1 : start;
  for (;;) {
    place += 1;
    while (isSign(tokens[place], ".")) place += 2;
    while (isSign(tokens[place], "[")) {
      while (place < tokens.length && !isSign(tokens[place], "]")) place += 1;
      place += 1;
    }
    if (!isSign(tokens[place], ",")) return place;
    place += 1;
  }
}
