import { withoutReasoning } from "./read-json.ts";

export interface MendedJson {
  readonly value: unknown;
  /** What was mended first, in one line for people: quotes the answer. */
  readonly detail: string;
}

/** Most characters that are quoted of each side. */
const longestQuote = 30;

/**
 * The first whole object in an answer that is no JSON only by its spelling: trailing or missing commas, other quotes,
 * comments, raw line ends, backslashes that escape nothing. Null when there is no object with all its brackets closed:
 * what was cut is asked again, never completed. For plans only: files and code are never spelled anew.
 */
export async function mendJson(text: string): Promise<MendedJson | null> {
  const bare = withoutReasoning(text);
  const start = bare.indexOf("{");
  const broken = start < 0 ? null : looseObject(bare.slice(start));
  if (broken === null) return null;
  const { jsonrepair } = await import("jsonrepair");
  try {
    const mended = jsonrepair(withLiteralBackslashes(broken));
    return { value: JSON.parse(mended), detail: firstDifference(broken, mended) };
  } catch {
    return null;
  }
}

/** `\d` of a pattern means a backslash: without it the pattern would be another one. */
function withLiteralBackslashes(text: string): string {
  return text.replaceAll(/\\(?:u[\da-fA-F]{4}|[\s\S])/g, (escape) =>
    /^\\(?:u.{4}|["'`\\/bfnrt\n])$/s.test(escape) ? escape : `\\${escape}`,
  );
}

const closing: Readonly<Record<string, string>> = { "{": "}", "[": "]" };

/** Something was left out, or never said: jsonrepair would pass it over, or say null. */
const gap = /\.\.\.|…|:\s*[,}\]]/;

/** The object that a text begins with, strings in any quotes; null when it is not closed or has a gap. */
function looseObject(text: string): string | null {
  const open: string[] = [];
  let quote: string | null = null;
  let outside = "";
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index] ?? "";
    if (quote === null) outside += letter;
    if (letter === "\\") index += 1;
    else if (quote !== null) quote = letter === quote ? null : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (closing[letter] !== undefined) open.push(closing[letter]);
    else if (letter === "}" || letter === "]") {
      if (open.pop() !== letter) return null;
      if (open.length === 0) return gap.test(outside) ? null : text.slice(0, index + 1);
    }
  }
  return null;
}

function firstDifference(broken: string, mended: string): string {
  let at = 0;
  while (at < broken.length && broken[at] === mended[at]) at += 1;
  const quoted = (text: string) =>
    text
      .slice(at, at + longestQuote)
      .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
      .trimEnd();
  return `no JSON as it came; mended, first at character ${at + 1}: ${quoted(broken)} -> ${quoted(mended)}`;
}
