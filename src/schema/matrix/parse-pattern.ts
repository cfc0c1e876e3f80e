/** The part of regular expressions that we can make examples of. Both Postgres and JavaScript read it the same way. */
export type PatternNode =
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  /** One character out of these. */
  | { readonly kind: "characters"; readonly allowed: readonly string[] }
  | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly item: PatternNode;
      readonly least: number;
      readonly most: number;
    };

const lower = [..."abcdefghijklmnopqrstuvwxyz"];
const upper = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const digits = [..."0123456789"];
const punctuation = [...`-_.,:;!?'"()[]{}@#$%&*+/=<>^~|\\\``];
const everything = [...lower, ...digits, ...upper, ...punctuation, " "];

const shorthands: Readonly<Record<string, readonly string[]>> = {
  d: digits,
  w: [...lower, ...digits, ...upper, "_"],
  s: [" "],
};
const posixClasses: Readonly<Record<string, readonly string[]>> = {
  alnum: [...lower, ...digits, ...upper],
  alpha: [...lower, ...upper],
  digit: digits,
  lower,
  upper,
  space: [" "],
  xdigit: [...digits, ..."abcdefABCDEF"],
};

/** Stops reading: the pattern uses something outside the part we know. */
class UnknownSyntax extends Error {}

/** Reads a pattern; null when it is broken or uses what we cannot make examples of, such as look-ahead. */
export function parsePattern(pattern: string): PatternNode | null {
  const reader = new PatternReader([...pattern]);
  try {
    return reader.readAll();
  } catch (error) {
    if (error instanceof UnknownSyntax) return null;
    throw error;
  }
}

class PatternReader {
  readonly #characters: readonly string[];
  #position = 0;

  constructor(characters: readonly string[]) {
    this.#characters = characters;
  }

  readAll(): PatternNode {
    const node = this.#choice();
    if (this.#position < this.#characters.length) throw new UnknownSyntax();
    return node;
  }

  #choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === undefined || next === "|" || next === ")") return { kind: "sequence", items };
      items.push(this.#repeated(this.#atom()));
    }
  }

  #atom(): PatternNode {
    const character = this.#next();
    switch (character) {
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case "(":
        return this.#group();
      case "[":
        return { kind: "characters", allowed: this.#bracket() };
      case ".":
        return { kind: "characters", allowed: everything };
      case "\\":
        return { kind: "characters", allowed: this.#escape() };
      case "*":
      case "+":
      case "?":
      case "{":
        throw new UnknownSyntax();
      default:
        return { kind: "characters", allowed: [character] };
    }
  }

  #group(): PatternNode {
    if (this.#take("?") && !this.#take(":")) throw new UnknownSyntax();
    const node = this.#choice();
    if (!this.#take(")")) throw new UnknownSyntax();
    return node;
  }

  #escape(): readonly string[] {
    const character = this.#next();
    const known = shorthands[character];
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(character)) throw new UnknownSyntax();
    return [character];
  }

  #bracket(): readonly string[] {
    const isNegated = this.#take("^");
    const listed: string[] = [];
    let isFirst = true;
    while (isFirst || this.#peek() !== "]") {
      isFirst = false;
      listed.push(...this.#bracketItem());
    }
    this.#next();
    const allowed = isNegated
      ? everything.filter((character) => !listed.includes(character))
      : [...new Set(listed)];
    if (allowed.length === 0) throw new UnknownSyntax();
    return allowed;
  }

  #bracketItem(): readonly string[] {
    const character = this.#next();
    if (character === "\\") return this.#escape();
    if (character === "[" && this.#take(":")) return this.#posixClass();
    const isRange = this.#peek() === "-" && this.#characters[this.#position + 1] !== "]";
    if (!isRange) return [character];
    this.#next();
    const [from, to] = [character.codePointAt(0) ?? 0, this.#next().codePointAt(0) ?? 0];
    if (to < from || to - from > 0x10000) throw new UnknownSyntax();
    return Array.from({ length: to - from + 1 }, (_, offset) =>
      String.fromCodePoint(from + offset),
    );
  }

  #posixClass(): readonly string[] {
    let name = "";
    while (this.#peek() !== ":") name += this.#next();
    this.#next();
    const known = posixClasses[name];
    if (known === undefined || !this.#take("]")) throw new UnknownSyntax();
    return known;
  }

  #repeated(item: PatternNode): PatternNode {
    const bounds = this.#bounds();
    if (bounds === null) return item;
    if (this.#peek() === "?" || this.#peek() === "+" || this.#peek() === "*")
      throw new UnknownSyntax();
    return { kind: "repeat", item, ...bounds };
  }

  #bounds(): { readonly least: number; readonly most: number } | null {
    if (this.#take("*")) return { least: 0, most: Infinity };
    if (this.#take("+")) return { least: 1, most: Infinity };
    if (this.#take("?")) return { least: 0, most: 1 };
    if (!this.#take("{")) return null;
    let text = "";
    while (this.#peek() !== "}") text += this.#next();
    this.#next();
    const [, least = "", comma, most = ""] = /^(\d+)(,)?(\d*)$/.exec(text) ?? [];
    if (least === "") throw new UnknownSyntax();
    return {
      least: Number(least),
      most: comma === undefined ? Number(least) : most === "" ? Infinity : Number(most),
    };
  }

  #peek(): string | undefined {
    return this.#characters[this.#position];
  }

  #next(): string {
    const character = this.#peek();
    if (character === undefined) throw new UnknownSyntax();
    this.#position += 1;
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#position += 1;
    return true;
  }
}
