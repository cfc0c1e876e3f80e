/** SQL inside a body. */
export interface BodyPart {
  /** `query`: a statement of its own. `expression`: what PL/pgSQL evaluates. `dynamic`: text that is run, known only then. */
  readonly kind: "query" | "expression" | "dynamic";
  /** Without the words that are PL/pgSQL's, such as INTO and its targets. */
  readonly sql: string;
  /** Line of its first word in the body, from 1. */
  readonly line: number;
}

/** A name that is a variable inside the body, with its type as written; null where that is not known before it runs. */
export interface BodyVariable {
  readonly name: string;
  readonly type: string | null;
}

export interface ReadBody {
  readonly parts: readonly BodyPart[];
  readonly variables: readonly BodyVariable[];
  /** Tables that the body itself makes. */
  readonly made: readonly string[];
  /** Of blocks and loops: variables may be written with them. */
  readonly labels: readonly string[];
}
