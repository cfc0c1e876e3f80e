import { createHash } from "node:crypto";
import { plainWords, typeWords } from "./plain-words.ts";

/** One kind of error, the same in every file and project. */
export interface Signature {
  /** 12 hexadecimal digits. */
  readonly id: string;
  readonly code: string;
  /** At most 240 characters; `_` stands for everything that belongs to a project. */
  readonly message: string;
}

const longestMessage = 240;
const longestQuote = 40;

/**
 * What an error is about without what belongs to a project: names, paths, texts and numbers become `_` and `0`. Only
 * the first line counts; the rest of a message of a compiler repeats its types at length.
 */
export function signatureOf(found: { readonly code: string; readonly message: string }): Signature {
  const code = found.code.replace(/[^A-Za-z0-9/_@.-]+/g, "-").slice(0, 80) || "unknown";
  const message = plainMessage(found.message);
  const id = createHash("sha256").update(`${code}\n${message}`).digest("hex").slice(0, 12);
  return { id, code, message };
}

function plainMessage(message: string): string {
  const [first = ""] = message.trim().split(/\r?\n/);
  return first
    .split(quoted)
    .map((part, index) => (index % 2 === 1 ? plainQuote(part) : plainProse(part)))
    .join("")
    .replace(/\s+/g, " ")
    .replace(/_(?:[ ._/\\-]+_(?![A-Za-z]))+/g, "_")
    .trim()
    .slice(0, longestMessage);
}

/** Quotation marks around a name, a type or a text, as compilers write them; an apostrophe within one is none. */
const quoted = /((?<![A-Za-z0-9])'[^\n]*?'(?![A-Za-z0-9"'])|"[^"\n]*"|`[^`\n]*`)/;

function plainProse(text: string): string {
  return maskWords(text, (word) => plainWords.has(word.toLowerCase()));
}

/** What stands in quotation marks: signs stay, types keep their form, everything else is a name or a text. */
function plainQuote(quote: string): string {
  const mark = quote.charAt(0);
  const inside = quote.slice(1, -1).trim();
  if (inside.includes("/") || inside.includes("\\")) return `${mark}_${mark}`;
  let form = maskWords(inside.replace(/"[^"]*"|\{[^]*\}/g, "_"), (word) => typeWords.has(word));
  for (const [wide, short] of simpler) form = form.replace(wide, short);
  const parts = [...new Set(form.split(/\s*\|\s*/))];
  const plain = form.length > 1 ? parts.join(" | ") : form;
  return `${mark}${plain.length > longestQuote ? "_" : plain}${mark}`;
}

/** Forms that vary from project to project, and what is left of them. */
const simpler: readonly (readonly [RegExp, string])[] = [
  [/\s+/g, " "],
  [/_(?:[. -]_)+/g, "_"],
  [/\([^()]*_[^()]*\)/g, "()"],
  [/_<.*>/g, "_"],
];

function maskWords(text: string, isKept: (word: string) => boolean): string {
  return text.replace(word, (found) => {
    if (isKept(found)) return found;
    return /^\d+$/.test(found) ? "0" : "_";
  });
}

/** What is not plain English belongs to the word beside it. */
const word = /(?:[A-Za-z0-9_$]|[^ -~\s])+/gu;
