/** The three values of SQL: null is unknown. */
export type Truth = boolean | null;

/** A condition as Postgres evaluates it: connectives over leaves whose values it knows nothing about. */
export type Formula =
  | { readonly kind: "and" | "or"; readonly parts: readonly Formula[] }
  | { readonly kind: "not"; readonly part: Formula }
  | { readonly kind: "constant"; readonly value: Truth }
  | { readonly kind: "leaf"; readonly key: string };

/** A value for every leaf, by its key. */
export type Assignment = ReadonlyMap<string, Truth>;

/** Unknown leaves count as null. */
export function evaluate(formula: Formula, assignment: Assignment): Truth {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "leaf":
      return assignment.get(formula.key) ?? null;
    case "not": {
      const value = evaluate(formula.part, assignment);
      return value === null ? null : !value;
    }
    case "and":
    case "or": {
      const values = new Set(formula.parts.map((part) => evaluate(part, assignment)));
      const deciding = formula.kind === "or";
      if (values.has(deciding)) return deciding;
      return values.has(null) ? null : !deciding;
    }
  }
}

/** The keys of all leaves, sorted, each once. */
export function leavesOf(formula: Formula): readonly string[] {
  switch (formula.kind) {
    case "constant":
      return [];
    case "leaf":
      return [formula.key];
    case "not":
      return leavesOf(formula.part);
    case "and":
    case "or":
      return [...new Set(formula.parts.flatMap(leavesOf))].toSorted();
  }
}
