import {
  depthChange,
  endOfStatement,
  intoTargets,
  isSign,
  isWord,
  type BodyToken,
} from "./body-tokens.ts";
import type { BodyPart, BodyVariable, ReadBody } from "./body-parts.ts";

/** Where a run of tokens ends: before this token at depth 0. */
type Stop = (token: BodyToken) => boolean;

/** What is read is no body; never leaves this file. */
class NotUnderstood extends Error {}

/** Words with which statements begin that Postgres can prepare. */
const queryWords = new Set(["select", "with", "insert", "update", "delete", "merge", "values"]);
/** Statements of PL/pgSQL and of SQL that hold nothing to prepare. */
const plainWords = new Set([
  ..."null exit continue get fetch move close commit rollback raise assert savepoint".split(" "),
  ..."create alter drop grant revoke comment lock truncate set reset notify listen unlisten".split(
    " ",
  ),
  ..."refresh analyze vacuum copy do discard reindex cluster security explain show declare".split(
    " ",
  ),
]);

/** Walks the statements of a body once. */
export class BodyReader {
  readonly #body: string;
  readonly #tokens: readonly BodyToken[];
  #place = 0;
  readonly #parts: BodyPart[] = [];
  readonly #variables: BodyVariable[] = [];
  readonly #made: string[] = [];
  readonly #labels: string[] = [];

  constructor(body: string, tokens: readonly BodyToken[]) {
    this.#body = body;
    this.#tokens = tokens;
  }

  read(): ReadBody | null {
    try {
      while (this.#isSign("#")) this.#skipOption();
      this.#block();
      if (this.#isSign(";")) this.#place += 1;
      if (this.#peek() !== undefined) return null;
    } catch (error) {
      if (error instanceof NotUnderstood) return null;
      throw error;
    }
    return {
      parts: this.#parts,
      variables: this.#variables,
      made: this.#made,
      labels: this.#labels,
    };
  }

  #peek(ahead = 0): BodyToken | undefined {
    return this.#tokens[this.#place + ahead];
  }

  #isWord(word: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token?.kind === "word" && !token.isQuoted && token.value === word;
  }

  #isSign(sign: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token?.kind === "sign" && token.value === sign;
  }

  #next(): BodyToken {
    const token = this.#peek();
    if (token === undefined) throw new NotUnderstood();
    this.#place += 1;
    return token;
  }

  #expect(...words: readonly string[]): void {
    for (const word of words) {
      if (!this.#isWord(word) && !this.#isSign(word)) throw new NotUnderstood();
      this.#place += 1;
    }
  }

  /** `#variable_conflict use_column` and its like: one line. */
  #skipOption(): void {
    const { start } = this.#next();
    const end = this.#body.indexOf("\n", start);
    while (this.#peek() !== undefined && (this.#peek()?.start ?? 0) < (end < 0 ? Infinity : end))
      this.#place += 1;
  }

  #label(): void {
    if (!this.#isSign("<<")) return;
    this.#labels.push(this.#peek(1)?.value ?? "");
    this.#place += 3;
  }

  #block(): void {
    this.#label();
    if (this.#isWord("declare")) {
      this.#place += 1;
      while (!this.#isWord("begin")) {
        // The word may be repeated before every variable.
        if (this.#isWord("declare")) this.#place += 1;
        this.#declaration();
      }
    }
    this.#expect("begin");
    this.#statements();
    if (this.#isWord("exception")) {
      this.#place += 1;
      while (this.#isWord("when")) {
        this.#run((token) => isWord(token, "then"));
        this.#expect("then");
        this.#statements();
      }
    }
    this.#expect("end");
    if (this.#peek()?.kind === "word") this.#place += 1;
  }

  /** `name [constant] type [collate ...] [not null] [default | := value];` */
  #declaration(): void {
    const { value: name } = this.#next();
    if (this.#isWord("alias")) {
      this.#run(endOfStatement);
      this.#variables.push({ name, type: null });
      return this.#expect(";");
    }
    if (this.#isWord("constant")) this.#place += 1;
    const isCursor = [0, 1, 2].some((ahead) => this.#isWord("cursor", ahead));
    const isValue: Stop = (token) =>
      endOfStatement(token) ||
      ["default", "not", "collate"].some((word) => isWord(token, word)) ||
      [":=", "="].some((sign) => isSign(token, sign));
    const type = this.#textOf(this.#run(isCursor ? endOfStatement : isValue));
    const isOpen = isCursor || ["record", "refcursor"].includes(type.toLowerCase());
    this.#variables.push({ name, type: isOpen ? null : type });
    this.#run(
      (token) =>
        endOfStatement(token) ||
        [":=", "="].some((sign) => isSign(token, sign)) ||
        isWord(token, "default"),
    );
    if (!this.#isSign(";")) {
      this.#place += 1;
      this.#expression(endOfStatement);
    }
    this.#expect(";");
  }

  #statements(): void {
    const isEnd = (): boolean =>
      ["end", "elsif", "elseif", "else", "exception", "when"].some((word) => this.#isWord(word));
    while (!isEnd()) this.#statement();
  }

  #statement(): void {
    this.#label();
    const first = this.#peek();
    if (first === undefined) throw new NotUnderstood();
    const word = first.kind === "word" && !first.isQuoted ? first.value : "";
    if (this.#isAssignment()) return this.#assignment();
    if (word === "declare" || word === "begin") return this.#ended(() => this.#block());
    if (word === "if") return this.#ended(() => this.#if());
    if (word === "case") return this.#ended(() => this.#case());
    if (["loop", "while", "for", "foreach"].includes(word)) return this.#ended(() => this.#loop());
    if (word === "return") return this.#ended(() => this.#return());
    if (word === "execute") return this.#dynamic();
    if (word === "open") return this.#ended(() => this.#open());
    if (word === "perform") {
      this.#place += 1;
      return this.#ended(() => this.#part("query", this.#run(endOfStatement), "select "));
    }
    if (word === "call") return this.#ended(() => void this.#run(endOfStatement));
    if (queryWords.has(word)) return this.#ended(() => this.#query(endOfStatement));
    if (!plainWords.has(word)) throw new NotUnderstood();
    this.#ended(() => this.#madeBy(this.#run(endOfStatement)));
  }

  #ended(work: () => void): void {
    work();
    this.#expect(";");
  }

  #isAssignment(): boolean {
    for (let ahead = 0, depth = 0; ; ahead += 1) {
      const token = this.#peek(ahead);
      if (token === undefined) return false;
      depth += depthChange(token);
      const isTarget = depth > 0 || token.kind === "word" || [".", "]"].includes(token.value);
      if (!isTarget) return ahead > 0 && (token.value === ":=" || token.value === "=");
      // Two words side by side are no target.
      const next = this.#peek(ahead + 1);
      if (depth === 0 && token.kind === "word" && next?.kind === "word") return false;
    }
  }

  #assignment(): void {
    const target = this.#run((token) => isSign(token, ":=") || isSign(token, "="));
    // A field that is set must be there just as one that is read.
    if (isSign(target[1], ".")) this.#part("expression", target);
    this.#place += 1;
    this.#expression(endOfStatement);
    this.#expect(";");
  }

  #if(): void {
    this.#expect("if");
    this.#branch();
    while (this.#isWord("elsif") || this.#isWord("elseif")) {
      this.#place += 1;
      this.#branch();
    }
    this.#else();
    this.#expect("end", "if");
  }

  #branch(): void {
    this.#expression((token) => isWord(token, "then"));
    this.#expect("then");
    this.#statements();
  }

  #else(): void {
    if (!this.#isWord("else")) return;
    this.#place += 1;
    this.#statements();
  }

  #case(): void {
    this.#expect("case");
    if (!this.#isWord("when")) this.#expression((token) => isWord(token, "when"));
    while (this.#isWord("when")) {
      this.#place += 1;
      // The values of a `case x when a, b then` may be several.
      this.#run((token) => isWord(token, "then"));
      this.#expect("then");
      this.#statements();
    }
    this.#else();
    this.#expect("end", "case");
  }

  #loop(): void {
    const { value: word } = this.#next();
    const isLoop: Stop = (token) => isWord(token, "loop");
    if (word === "while") this.#expression(isLoop);
    if (word === "for") this.#forHead(isLoop);
    if (word === "foreach") {
      this.#run((token) => isWord(token, "array"));
      this.#place += 1;
      this.#expression(isLoop);
    }
    if (word !== "loop") this.#expect("loop");
    this.#statements();
    this.#expect("end", "loop");
    if (this.#peek()?.kind === "word") this.#place += 1;
  }

  #forHead(isLoop: Stop): void {
    const target = this.#run((token) => isWord(token, "in"));
    this.#expect("in");
    if (this.#isWord("execute")) return this.#dynamicUntil(isLoop);
    if (queryWords.has(this.#peek()?.value ?? "") || this.#isSign("(")) {
      const isRange = this.#hasRange(isLoop);
      if (!isRange) return this.#query(isLoop);
    }
    if (this.#hasRange(isLoop)) {
      for (const { value: name } of target) this.#variables.push({ name, type: "integer" });
      if (this.#isWord("reverse")) this.#place += 1;
      this.#expression((token) => isSign(token, ".."));
      this.#place += 1;
      this.#expression((token) => isLoop(token) || isWord(token, "by"));
      if (this.#isWord("by")) this.#run(isLoop);
      return;
    }
    // A cursor: its rows are known only then.
    for (const { value: name } of target) this.#variables.push({ name, type: null });
    this.#run(isLoop);
  }

  #hasRange(isLoop: Stop): boolean {
    const before = this.#place;
    this.#run((token) => isLoop(token) || isSign(token, ".."));
    const isRange = this.#isSign("..");
    this.#place = before;
    return isRange;
  }

  #return(): void {
    this.#expect("return");
    if (this.#isSign(";")) return;
    if (this.#isWord("query")) {
      this.#place += 1;
      return this.#isWord("execute")
        ? this.#dynamicUntil(endOfStatement)
        : this.#query(endOfStatement);
    }
    if (this.#isWord("next")) this.#place += 1;
    if (!this.#isSign(";")) this.#expression(endOfStatement);
  }

  #open(): void {
    this.#run((token) => endOfStatement(token) || isWord(token, "for"));
    if (!this.#isWord("for")) return;
    this.#place += 1;
    if (this.#isWord("execute")) this.#dynamicUntil(endOfStatement);
    else this.#query(endOfStatement);
  }

  #dynamic(): void {
    this.#dynamicUntil(endOfStatement);
    this.#expect(";");
  }

  #dynamicUntil(stop: Stop): void {
    this.#part("dynamic", this.#run(stop));
  }

  #expression(stop: Stop): void {
    this.#part("expression", this.#run(stop));
  }

  #query(stop: Stop): void {
    const tokens = this.#run(stop);
    const targets = intoTargets(tokens);
    const [start] = tokens;
    if (start === undefined) throw new NotUnderstood();
    const [cut, after] = targets === null ? [] : [tokens[targets.from], tokens[targets.to]];
    const end = tokens.at(-1)?.end ?? start.end;
    const sql =
      cut === undefined
        ? this.#body.slice(start.start, end)
        : `${this.#body.slice(start.start, cut.start)}${after === undefined ? "" : this.#body.slice(after.start, end)}`;
    this.#parts.push({ kind: "query", sql, line: this.#lineOf(start) });
  }

  #part(kind: BodyPart["kind"], tokens: readonly BodyToken[], before = ""): void {
    const [first] = tokens;
    if (first === undefined) throw new NotUnderstood();
    this.#parts.push({ kind, sql: `${before}${this.#textOf(tokens)}`, line: this.#lineOf(first) });
  }

  #textOf(tokens: readonly BodyToken[]): string {
    return this.#body.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
  }

  #lineOf({ start }: BodyToken): number {
    return this.#body.slice(0, start).split("\n").length;
  }

  #madeBy(tokens: readonly BodyToken[]): void {
    if (tokens[0]?.value !== "create") return;
    const table = tokens.findIndex((token) => isWord(token, "table"));
    const isName = (token: BodyToken): boolean =>
      token.kind === "word" && !["if", "not", "exists"].includes(token.value);
    const named = table < 0 ? undefined : tokens.slice(table + 1).find(isName);
    if (named !== undefined) this.#made.push(named.value);
  }

  /** The tokens before the one at which to stop, which is left. Whatever is in brackets, or between CASE and END, is passed over. */
  #run(stop: Stop): readonly BodyToken[] {
    const start = this.#place;
    let depth = 0;
    let cases = 0;
    for (;;) {
      const token = this.#peek();
      if (token === undefined || (depth === 0 && cases > 0 && isSign(token, ";")))
        throw new NotUnderstood();
      if (depth === 0 && cases === 0 && stop(token)) return this.#tokens.slice(start, this.#place);
      if (depth === 0 && cases === 0 && isSign(token, ";")) throw new NotUnderstood();
      depth += depthChange(token);
      if (isWord(token, "case")) cases += 1;
      if (isWord(token, "end") && cases > 0) cases -= 1;
      this.#place += 1;
    }
  }
}
