import type { A_Const, A_Expr, Node } from "@pgsql/types";
import type { Truth } from "./formula.ts";
import { isUserId, onlyValue } from "./user-id.ts";

/** A value that a condition looks at: a constant behind `=`, the id of the user, one that no condition names, or null. */
export type SubjectValue = `=${string}` | "user" | "other" | null;

/** A leaf that compares one value of a row with constants or with the user: its outcomes follow from that value. */
export interface LeafTest {
  /** The value, as normalized text: conditions on one column have equal subjects. */
  readonly subject: string;
  /** What the value is compared with. */
  readonly named: readonly Exclude<SubjectValue, null | "other">[];
  readonly isBoolean: boolean;
  holds(value: SubjectValue, isVisitor: boolean): Truth;
}

interface Compared {
  readonly subject: Node;
  readonly with: readonly Node[];
  readonly kind: "among" | "none-of" | "distinct" | "not-distinct";
}

/** Reads a leaf as a test of one value; null for any other condition. `keyOf` normalizes an expression. */
export function leafTest(node: Node, keyOf: (expression: Node) => string): LeafTest | null {
  if ("ColumnRef" in node) return booleanTest(keyOf(node));
  if (asksForRole(node)) return roleTest(keyOf(node));
  if ("NullTest" in node && node.NullTest.arg !== undefined) {
    const isNull = node.NullTest.nulltesttype === "IS_NULL";
    return {
      subject: keyOf(node.NullTest.arg),
      named: [],
      isBoolean: false,
      holds: (value) => (value === null) === isNull,
    };
  }
  const compared = "A_Expr" in node ? comparison(node.A_Expr) : null;
  return compared === null ? null : comparisonTest(compared, keyOf);
}

function booleanTest(subject: string): LeafTest {
  return {
    subject,
    named: ["=true"],
    isBoolean: true,
    holds: (value) => (value === null ? null : value === "=true"),
  };
}

/** `(select auth.jwt() -> 'app_metadata' ...)`: what a token says of its user, the same for every row. */
function asksForRole(node: Node): boolean {
  if (!("SubLink" in node) || node.SubLink.subLinkType !== "EXPR_SUBLINK") return false;
  const value = onlyValue(node.SubLink.subselect);
  return value !== null && JSON.stringify(value).includes('"app_metadata"');
}

/** Visitors have a token that says nothing of them. */
function roleTest(subject: string): LeafTest {
  const { holds, ...rest } = booleanTest(subject);
  return { ...rest, holds: (value, isVisitor) => (isVisitor ? null : holds(value, isVisitor)) };
}

function comparisonTest(compared: Compared, keyOf: (node: Node) => string): LeafTest | null {
  const values = compared.with.map(valueOf);
  const named = values.filter((value) => value !== null);
  if (named.length < values.length) return null;
  const { kind } = compared;
  const holds: LeafTest["holds"] = (value, isVisitor) => {
    // A visitor has no id: what is compared with it is compared with null.
    const isUnknown = isVisitor && named.includes("user");
    if (kind === "distinct" || kind === "not-distinct") {
      const isSame = isUnknown
        ? value === null
        : value !== null && named.some((one) => one === value);
      return isSame === (kind === "not-distinct");
    }
    if (value === null) return null;
    const known = isVisitor ? named.filter((one) => one !== "user") : named;
    const isFound = known.some((one) => one === value);
    if (!isFound && isUnknown) return null;
    return isFound === (kind === "among");
  };
  const isBoolean = compared.with.some(
    (one) => "A_Const" in one && one.A_Const.boolval !== undefined,
  );
  return { subject: keyOf(compared.subject), named, isBoolean, holds };
}

function comparison({ kind, lexpr, name, rexpr }: A_Expr): Compared | null {
  if (lexpr === undefined || rexpr === undefined) return null;
  const [first] = name ?? [];
  const operator = first !== undefined && "String" in first ? first.String.sval : "";
  if (kind === "AEXPR_DISTINCT") return { subject: lexpr, with: [rexpr], kind: "distinct" };
  if (kind === "AEXPR_NOT_DISTINCT") return { subject: lexpr, with: [rexpr], kind: "not-distinct" };
  if (operator !== "=" && operator !== "<>") return null;
  const words = operator === "=" ? "among" : "none-of";
  if (kind === "AEXPR_IN" && "List" in rexpr)
    return { subject: lexpr, with: rexpr.List.items ?? [], kind: words };
  if (kind === "AEXPR_OP_ANY" && operator === "=") {
    const elements = elementsOf(rexpr);
    return elements === null ? null : { subject: lexpr, with: elements, kind: "among" };
  }
  if (kind !== "AEXPR_OP") return null;
  return valueOf(lexpr) === null
    ? { subject: lexpr, with: [rexpr], kind: words }
    : { subject: rexpr, with: [lexpr], kind: words };
}

function elementsOf(node: Node): readonly Node[] | null {
  if ("TypeCast" in node && node.TypeCast.arg !== undefined) return elementsOf(node.TypeCast.arg);
  return "A_ArrayExpr" in node ? (node.A_ArrayExpr.elements ?? []) : null;
}

/** The constant or the user's id, with or without a cast; null for anything else. */
function valueOf(node: Node): Exclude<SubjectValue, null | "other"> | null {
  if (isUserId(node)) return "user";
  if ("TypeCast" in node && node.TypeCast.arg !== undefined) return valueOf(node.TypeCast.arg);
  return "A_Const" in node && node.A_Const.isnull !== true
    ? `=${constantText(node.A_Const)}`
    : null;
}

/** The parser leaves out zero, false and the empty text. */
function constantText({ boolval, fval, ival, sval }: A_Const): string {
  if (boolval !== undefined) return String(boolval.boolval ?? false);
  if (ival !== undefined) return String(ival.ival ?? 0);
  return sval?.sval ?? fval?.fval ?? "";
}

/** Everything that the value may be, as far as the tests can tell. */
export function subjectValues(tests: readonly LeafTest[]): readonly SubjectValue[] {
  if (tests.some(({ isBoolean }) => isBoolean)) return ["=true", "=false", null];
  return [...new Set(tests.flatMap(({ named }) => named)), "other", null];
}
