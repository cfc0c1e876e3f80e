import { loadModule, parseSync } from "libpg-query";
import type { DatabaseFacts, RelationName } from "../../spec/database-facts.ts";
import { childrenOf, fieldNames, isNode, type TreeNode } from "./tree.ts";

interface CallReading {
  /** With its schema, as Postgres writes it. */
  readonly name: string;
  /** Whether it stands outside of any `(select ...)` without FROM, so that it runs for each row. */
  readonly perRow: boolean;
  /** Whether an argument is a column. */
  readonly ofColumn: boolean;
}

/** What the expression of a policy says, read from its tree. */
export interface ExpressionReading {
  /** Constant, and not false: `true`, `1 = 1`. */
  readonly isTrue: boolean;
  /** Asks for nothing but a session: `auth.uid() is not null`. */
  readonly asksOnlyForUser: boolean;
  /** Relations that subqueries read. */
  readonly relations: readonly RelationName[];
  readonly calls: readonly CallReading[];
  /** Columns of the policy's own table, outside of subqueries. */
  readonly columns: readonly string[];
  /** Own columns that must equal the user's id. */
  readonly ownerColumns: readonly string[];
}

const nothing: ExpressionReading = {
  isTrue: false,
  asksOnlyForUser: false,
  relations: [],
  calls: [],
  columns: [],
  ownerColumns: [],
};

/** Parses the expressions of all policies once. */
export async function readExpressions(
  facts: DatabaseFacts,
): Promise<(expression: string) => ExpressionReading> {
  await loadModule();
  const policies = facts.tables.flatMap((table) => table.policies);
  const texts = new Set(policies.flatMap(({ using, check }) => [using ?? "", check ?? ""]));
  const readings = new Map([...texts].map((text) => [text, readExpression(text)]));
  return (text) => readings.get(text) ?? nothing;
}

function readExpression(text: string): ExpressionReading {
  if (text === "") return nothing;
  const tree: unknown = parseSync(`select ${text}`);
  const reading = new Reader();
  reading.visit(tree, { inSelect: 0, isOnce: false });
  return {
    isTrue: reading.isConstant && !/\bfalse\b/.test(text),
    asksOnlyForUser: reading.asksOnlyForUser,
    relations: reading.relations,
    calls: reading.calls,
    columns: [...new Set(reading.columns)],
    ownerColumns: [...new Set(reading.ownerColumns)],
  };
}

interface Place {
  /** How many SELECTs are around: the outermost is ours. */
  readonly inSelect: number;
  /** Inside a subquery without FROM, which Postgres evaluates once. */
  readonly isOnce: boolean;
}

class Reader {
  readonly relations: RelationName[] = [];
  readonly calls: CallReading[] = [];
  readonly columns: string[] = [];
  readonly ownerColumns: string[] = [];
  #hasValueOfSession = false;

  get isConstant(): boolean {
    return !this.#readsRows && !this.#hasValueOfSession && this.calls.length === 0;
  }

  get asksOnlyForUser(): boolean {
    const names = this.calls.map(({ name }) => name);
    return (
      !this.#readsRows &&
      names.length > 0 &&
      names.every((name) => name === "auth.uid" || name === "auth.role")
    );
  }

  get #readsRows(): boolean {
    return this.columns.length > 0 || this.relations.length > 0;
  }

  visit(tree: unknown, place: Place): void {
    for (const { kind, value } of childrenOf(tree)) this.#meet({ kind, value }, place);
  }

  #meet({ kind, value }: TreeNode, place: Place): void {
    let inner = place;
    if (kind === "SelectStmt") {
      const isOnce = place.inSelect > 0 && value["fromClause"] === undefined;
      inner = { inSelect: place.inSelect + 1, isOnce };
    } else if (kind === "RangeVar") {
      const schema = value["schemaname"];
      const name = value["relname"];
      if (typeof name === "string")
        this.relations.push({ schema: typeof schema === "string" ? schema : "", name });
    } else if (kind === "FuncCall") {
      const ofColumn = isNode(value["args"]) && mentions(value["args"], "ColumnRef");
      this.calls.push({
        name: fieldNames(value["funcname"]).join("."),
        perRow: !place.isOnce,
        ofColumn,
      });
    } else if (kind === "ColumnRef" && place.inSelect <= 1) {
      const path = fieldNames(value["fields"]);
      if (path.length === 1) this.columns.push(...path);
    } else if (kind === "A_Expr" && place.inSelect <= 1 && fieldNames(value["name"])[0] === "=") {
      this.#compare(value["lexpr"], value["rexpr"]);
      this.#compare(value["rexpr"], value["lexpr"]);
    }
    if (kind === "SQLValueFunction") this.#hasValueOfSession = true;
    this.visit(value, inner);
  }

  #compare(column: unknown, other: unknown): void {
    const [first] = childrenOf(column);
    if (first?.kind !== "ColumnRef") return;
    const path = fieldNames(first.value["fields"]);
    if (path.length === 1 && callsUserId(other)) this.ownerColumns.push(...path);
  }
}

function callsUserId(tree: unknown): boolean {
  return childrenOf(tree).some(
    ({ kind, value }) =>
      (kind === "FuncCall" && fieldNames(value["funcname"]).join(".") === "auth.uid") ||
      callsUserId(value),
  );
}

function mentions(tree: unknown, wanted: string): boolean {
  return childrenOf(tree).some(({ kind, value }) => kind === wanted || mentions(value, wanted));
}
