import type { Node } from "@pgsql/types";
import type { Entity } from "../../spec/entity.ts";
import {
  and,
  boolean,
  call,
  column,
  equal,
  decimal,
  integer,
  nothing,
  operation,
  relation,
  select,
  text,
} from "../ast/expressions.ts";
import { publicSchema } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import type { TableName } from "../ast/statements.ts";
import type { Value } from "./example-value.ts";
import type { FixtureRow } from "./fixture-rows.ts";

/** Statements of the matrix, each on one line. Values only ever become constants of the tree. */

export type Assignments = Readonly<Record<string, Value | Node>>;

export interface RowTarget {
  readonly table: TableName;
  /** The columns that find the row; null stands for a statement without WHERE. */
  readonly key: Readonly<Record<string, Value>> | null;
}

/** The table of a row and what finds it. */
export function rowTarget({ entity, values }: FixtureRow): RowTarget {
  const columns = entity.key ?? ["id"];
  return {
    table: tableOf(entity),
    key: Object.fromEntries(columns.map((name) => [name, values[name] ?? null])),
  };
}

/** Every row of an entity's table, without a WHERE. */
export function allRows(entity: Entity): RowTarget {
  return { table: tableOf(entity), key: null };
}

export function tableOf(entity: Entity): TableName {
  return { schema: publicSchema, table: entity.table };
}

export const now: Node = call("now");

export function selectSql({ table, key }: RowTarget): string {
  return printLine(
    select({ columns: [integer(1)], from: { RangeVar: relation(table) }, where: whereOf(key) }),
  );
}

export function insertSql(table: TableName, values: Assignments): string {
  return printLine(insertNode(table, values));
}

/** Inserts all rows, which have the same columns, in one statement. */
export function insertRowsSql(table: TableName, rows: readonly Assignments[]): string {
  return printLine(insertNode(table, ...rows));
}

/** Inserts a row and finds it only if every given column kept the value that was sent. */
export function insertAndCompareSql(
  table: TableName,
  { values, sent }: { readonly values: Assignments; readonly sent: Assignments },
): string {
  const made = insertNode(table, { ...values, ...sent });
  const returned = Object.keys(sent).map((name) => ({ ResTarget: { val: column(name) } }));
  return printLine(
    throughResult(
      withReturning(made, returned),
      and(Object.entries(sent).map(([name, value]) => equal(column(name), valueNode(value)))),
    ),
  );
}

export function updateSql({ table, key }: RowTarget, values: Assignments): string {
  return printLine(updateNode({ table, key }, values));
}

/** Changes a row and finds it only if the column did not keep the value that was sent. */
export function updateAndCompareSql(
  target: RowTarget,
  { name, value }: { readonly name: string; readonly value: Value },
): string {
  const changed = withReturning(updateNode(target, { [name]: value }), [
    { ResTarget: { val: column(name) } },
  ]);
  return printLine(
    throughResult(
      changed,
      operation({ left: column(name), operator: "<>", right: valueNode(value) }),
    ),
  );
}

export function deleteSql({ table, key }: RowTarget): string {
  const where = whereOf(key);
  return printLine({
    DeleteStmt: {
      relation: relation(table),
      ...(where === undefined ? {} : { whereClause: where }),
    },
  });
}

function insertNode(table: TableName, ...rows: readonly Assignments[]): Node {
  const names = Object.keys(rows[0] ?? {});
  return {
    InsertStmt: {
      relation: relation(table),
      cols: names.map((name) => ({ ResTarget: { name } })),
      selectStmt: {
        SelectStmt: {
          valuesLists: rows.map((row) => ({
            List: { items: names.map((name) => valueNode(row[name] ?? null)) },
          })),
          limitOption: "LIMIT_OPTION_DEFAULT",
          op: "SETOP_NONE",
        },
      },
      override: "OVERRIDING_NOT_SET",
    },
  };
}

function updateNode({ table, key }: RowTarget, values: Assignments): Node {
  const where = whereOf(key);
  return {
    UpdateStmt: {
      relation: relation(table),
      targetList: Object.entries(values).map(([name, value]) => ({
        ResTarget: { name, val: valueNode(value) },
      })),
      ...(where === undefined ? {} : { whereClause: where }),
    },
  };
}

function withReturning(statement: Node, returningList: Node[]): Node {
  if ("InsertStmt" in statement) return { InsertStmt: { ...statement.InsertStmt, returningList } };
  if ("UpdateStmt" in statement) return { UpdateStmt: { ...statement.UpdateStmt, returningList } };
  return statement;
}

/** `with result as (<statement>) select 1 from result where <condition>` */
function throughResult(statement: Node, condition: Node): Node {
  const query = select({
    columns: [integer(1)],
    from: { RangeVar: { relname: "result", inh: true, relpersistence: "p" } },
    where: condition,
  });
  if (!("SelectStmt" in query)) return query;
  const cte: Node = {
    CommonTableExpr: {
      ctename: "result",
      ctematerialized: "CTEMaterializeDefault",
      ctequery: statement,
    },
  };
  return { SelectStmt: { ...query.SelectStmt, withClause: { ctes: [cte] } } };
}

function whereOf(key: RowTarget["key"]): Node | undefined {
  if (key === null) return undefined;
  return and(Object.entries(key).map(([name, value]) => equal(column(name), valueNode(value))));
}

function valueNode(value: Value | Node): Node {
  if (value === null) return nothing;
  switch (typeof value) {
    case "string":
      return text(value);
    case "number":
      return decimal(value);
    case "boolean":
      return boolean(value);
    default:
      return value;
  }
}
