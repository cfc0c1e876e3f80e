import type { Node } from "@pgsql/types";
import type { FunctionSource } from "../../spec/function-source.ts";
import { quoted } from "../ast/names.ts";
import type { ReadBody } from "./body-parts.ts";

/** What a name in a body stands for. */
interface NameValue {
  /** An expression of the same type. */
  readonly sql: string;
  /** Whether the type is unknown. */
  readonly isLoose: boolean;
}

export interface BodyNames {
  /** Null for names that are no variables, `left` for those whose columns are known only when they run. */
  valueOf(node: Node): NameValue | "left" | null;
}

interface Body {
  readonly read: ReadBody;
  /** Quoted, with schema: of the trigger that runs the function, or null. */
  readonly table: string | null;
}

const triggerTypes: Readonly<Record<string, string>> = {
  tg_name: "name",
  tg_when: "text",
  tg_level: "text",
  tg_op: "text",
  tg_relid: "oid",
  tg_relname: "name",
  tg_table_name: "name",
  tg_table_schema: "name",
  tg_nargs: "integer",
  tg_argv: "text[]",
  tg_event: "text",
  tg_tag: "text",
};
const everywhere: Readonly<Record<string, string>> = {
  found: "boolean",
  sqlstate: "text",
  sqlerrm: "text",
};

/** The variables that a body sees: arguments, its own, and those that PL/pgSQL gives it. */
export function bodyNames(source: FunctionSource, { read, table }: Body): BodyNames {
  const isProcedural = source.language !== "sql";
  const row = table === null ? null : `${table}%rowtype`;
  const types = new Map<string, string | null>([
    ...(isProcedural ? Object.entries(everywhere) : []),
    ...(source.isTrigger
      ? [...Object.entries(triggerTypes), ["new", row] as const, ["old", row] as const]
      : []),
    ...source.arguments
      .filter(({ name }) => name !== "")
      .map(({ name, type }) => [name, type] as const),
    ...read.variables.map(({ name, type }) => [name, type] as const),
  ]);
  const places = new Set([source.name, ...read.labels]);
  return {
    valueOf: (node) => {
      if ("ParamRef" in node) {
        const argument = source.arguments[(node.ParamRef.number ?? 0) - 1];
        return argument === undefined ? null : typedValue(argument.type, []);
      }
      const path = pathOf(node);
      const [first = "", second = ""] = path;
      const own =
        places.has(first) && types.has(second) && !types.has(first) ? path.slice(1) : path;
      const [name = "", ...columns] = own;
      const type = types.get(name);
      return type === undefined ? null : typedValue(type, columns);
    },
  };
}

function typedValue(type: string | null, columns: readonly string[]): NameValue | "left" {
  const column = /^(.+)\.([^.]+)%type$/i.exec(type ?? "");
  if (column !== null && columns.length === 0)
    return { sql: `(select ${column[2] ?? ""} from ${column[1] ?? ""})`, isLoose: false };
  const row = (type ?? "").replace(/%rowtype$/i, "");
  if (type === null || row.includes("%") || (column !== null && columns.length > 0))
    return columns.includes("*") ? "left" : { sql: "null", isLoose: true };
  const path = columns.map((one) => (one === "*" ? "*" : quoted(one))).join(".");
  return {
    sql: columns.length === 0 ? `(null::${row})` : `(null::${row}).${path}`,
    isLoose: false,
  };
}

function pathOf(node: Node): readonly string[] {
  if (!("ColumnRef" in node)) return [];
  return (node.ColumnRef.fields ?? []).map((field) => {
    if ("String" in field) return field.String.sval ?? "";
    return "*";
  });
}
