const longestName = 40;

/** Quotation marks in pairs; a single one inside a word is an apostrophe. */
const quoted =
  /["“«]([^"“”«»]+)["”»]|(?<![\p{L}\p{N}])['‘]((?:[^'‘’]|(?<=\p{L})['’](?=\p{L}))+)['’](?![\p{L}\p{N}])/gu;

const announced = /\b(?:[Cc]alled|[Nn]amed|[Tt]itled|[Cc]all it|[Nn]ame it)\s+/g;

/** One or more words that start with a capital or a digit, or else a single word. */
const bareName =
  /^(?:(?:\p{Lu}|\d)[\p{L}\p{M}\p{N}._-]*(?:\s+(?:\p{Lu}|\d)[\p{L}\p{M}\p{N}._-]*)*|[\p{L}\p{M}\p{N}]+)/u;

/** A stretch of the request that gives the app its name. */
export interface GivenName {
  /** Fit for markup, code and file names. */
  readonly name: string;
  /** Offsets in the request. */
  readonly start: number;
  readonly end: number;
  /** The name as written. */
  readonly written: string;
}

/**
 * The name that a request gives its app: `called X`, `named "X y"`, or a text in quotation marks.
 * `isKnown` tells the words of the catalog, which are not names even in quotation marks.
 */
export function findAppName(request: string, isKnown: (text: string) => boolean): GivenName | null {
  const candidates = [...bareNames(request), ...quotedNames(request)];
  for (const { written, start } of candidates) {
    const name = cleanName(written);
    if (name !== null && !isKnown(written)) {
      return { name, start, end: start + written.length, written };
    }
  }
  return null;
}

/** The name without characters that markup or code could misread, at most 40 long; null when nothing is left. */
export function cleanName(text: string): string | null {
  const cleaned = text
    .normalize("NFC")
    .replaceAll(/<[^<>]*>/g, " ")
    .replaceAll(/['’‘]/g, "")
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, " ")
    .replaceAll(/ {2,}/g, " ")
    .replace(/^[^\p{L}\p{N}]+/u, "");
  const name = [...cleaned]
    .slice(0, longestName)
    .join("")
    .replace(/[^\p{L}\p{N}]+$/u, "");
  return name === "" ? null : name;
}

/** Lower kebab case for folders and packages: "Café 24" -> "cafe-24"; "app" where no Latin letter is left. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  if (slug === "") return "app";
  return /^[a-z]/.test(slug) ? slug : `app-${slug}`;
}

function quotedNames(request: string): readonly { written: string; start: number }[] {
  return [...request.matchAll(quoted)].map((match) => ({
    written: match[1] ?? match[2] ?? "",
    start: match.index + 1,
  }));
}

function bareNames(request: string): readonly { written: string; start: number }[] {
  return [...request.matchAll(announced)].flatMap((match) => {
    const start = match.index + match[0].length;
    const written = bareName.exec(request.slice(start))?.[0].replace(/[._-]+$/, "");
    return written === undefined ? [] : [{ written, start }];
  });
}
