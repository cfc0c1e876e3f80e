import type { AlterTableCmd, Constraint, Node, ObjectType, TypeName } from "@pgsql/types";
import { relation, string, typeName } from "./expressions.ts";
import { publicSchema } from "./names.ts";

/** Statements as trees of plain objects, one function a kind. Tables are in `public` unless said otherwise. */

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

export function inPublic(table: string): TableName {
  return { schema: publicSchema, table };
}

export function createSchema(name: string): Node {
  return { CreateSchemaStmt: { schemaname: name, if_not_exists: true } };
}

export function createTable(table: TableName, elements: readonly Node[]): Node {
  return {
    CreateStmt: { relation: relation(table), tableElts: [...elements], oncommit: "ONCOMMIT_NOOP" },
  };
}

/** A table whose rows are kept apart by ranges of a column. */
export function createPartitionedTable(
  table: TableName,
  { elements, by }: { readonly elements: readonly Node[]; readonly by: string },
): Node {
  return {
    CreateStmt: {
      relation: relation(table),
      tableElts: [...elements],
      partspec: {
        strategy: "PARTITION_STRATEGY_RANGE",
        partParams: [{ PartitionElem: { name: by } }],
      },
      oncommit: "ONCOMMIT_NOOP",
    },
  };
}

/** The partition that takes the rows for which there is no other. */
export function createDefaultPartition(of: TableName, partition: TableName): Node {
  return {
    CreateStmt: {
      relation: relation(partition),
      inhRelations: [{ RangeVar: relation(of) }],
      partbound: { strategy: "d", is_default: true },
      oncommit: "ONCOMMIT_NOOP",
    },
  };
}

export function alterTable(table: TableName, commands: readonly AlterTableCmd[]): Node {
  return {
    AlterTableStmt: {
      relation: relation(table),
      cmds: commands.map((AlterTableCmd) => ({
        AlterTableCmd: { behavior: "DROP_RESTRICT" as const, ...AlterTableCmd },
      })),
      objtype: "OBJECT_TABLE",
    },
  };
}

export function addConstraint(constraint: Constraint): AlterTableCmd {
  return { subtype: "AT_AddConstraint", def: { Constraint: constraint } };
}

interface IndexOptions {
  readonly name: string;
  readonly table: TableName;
  readonly columns: readonly { readonly name: string; readonly descending: boolean }[];
  readonly unique?: boolean;
  /** Leaves out the rows that do not satisfy it. Default: all rows. */
  readonly where?: Node;
  /** Default: btree. */
  readonly method?: "btree" | "gin" | "brin";
}

export function createIndex(options: IndexOptions): Node {
  const { name, table, columns, unique, where, method = "btree" } = options;
  return {
    IndexStmt: {
      ...(unique === true ? { unique } : {}),
      ...(where === undefined ? {} : { whereClause: where }),
      idxname: name,
      relation: relation(table),
      accessMethod: method,
      indexParams: columns.map((entry) => ({
        IndexElem: {
          name: entry.name,
          ordering: entry.descending ? ("SORTBY_DESC" as const) : ("SORTBY_DEFAULT" as const),
          nulls_ordering: "SORTBY_NULLS_DEFAULT" as const,
        },
      })),
    },
  };
}

interface FunctionOptions {
  readonly schema: string;
  readonly name: string;
  /** PL/pgSQL, from `begin` or `declare` to `end;`. */
  readonly body: string;
  /** Runs with the rights of its owner instead of the caller's. */
  readonly definer: boolean;
}

/** A trigger function with an empty search path, so that every name in its body must be qualified. */
export function createTriggerFunction({ definer, ...parts }: FunctionOptions): Node {
  const security = definer ? [securityDefiner()] : [];
  return createFunction({ ...parts, returnType: typeName("trigger"), options: security });
}

/** A set of uuids that does not change within a statement, computed with the rights of the function's owner. */
export function createSetFunction(parts: Omit<FunctionOptions, "definer">): Node {
  const returnType = { ...typeName("uuid"), setof: true };
  const options = [option("volatility", string("stable")), securityDefiner()];
  return createFunction({ ...parts, returnType, options });
}

interface Parameter {
  readonly name: string;
  readonly type: TypeName;
  /** What it is when a call leaves it out. Absent: no call may. */
  readonly defaultValue?: Node;
}

interface RowsFunction extends Omit<FunctionOptions, "definer"> {
  readonly parameters: readonly Parameter[];
  /** The table whose rows it returns. */
  readonly of: TableName;
}

/** Rows of a table, found with the rights of the function's owner; it changes nothing. */
export function createRowsFunction({ of, ...parts }: RowsFunction): Node {
  const returnType: TypeName = {
    names: [string(of.schema), string(of.table)],
    setof: true,
    typemod: -1,
  };
  const options = [option("volatility", string("stable")), securityDefiner()];
  return createFunction({ ...parts, returnType, options });
}

/** What is read with the rights of the function's owner; it changes nothing, nor does its answer within a statement. */
export function createReadingFunction(
  parts: Omit<FunctionOptions, "definer"> & {
    readonly parameters: readonly Parameter[];
    readonly returnType: TypeName;
  },
): Node {
  const options = [option("volatility", string("stable")), securityDefiner()];
  return createFunction({ ...parts, options });
}

/** A function that the server calls for its effect, with the rights of the function's owner; it returns a number. */
export function createServerFunction(
  parts: Omit<FunctionOptions, "definer"> & { readonly parameters: readonly Parameter[] },
): Node {
  return createFunction({ ...parts, returnType: typeName("int4"), options: [securityDefiner()] });
}

function securityDefiner(): Node {
  return option("security", { Boolean: { boolval: true } });
}

interface AnyFunction extends Omit<FunctionOptions, "definer"> {
  readonly returnType: TypeName;
  readonly options: readonly Node[];
  /** Default: none. */
  readonly parameters?: readonly Parameter[];
}

function createFunction({
  schema,
  name,
  body,
  returnType,
  options,
  parameters = [],
}: AnyFunction): Node {
  const searchPath: Node = {
    VariableSetStmt: {
      kind: "VAR_SET_VALUE",
      name: "search_path",
      args: [{ A_Const: { sval: { sval: "" } } }],
    },
  };
  return {
    CreateFunctionStmt: {
      replace: true,
      funcname: [string(schema), string(name)],
      ...(parameters.length === 0 ? {} : { parameters: parameters.map(parameterNode) }),
      returnType,
      options: [
        option("language", string("plpgsql")),
        ...options,
        option("set", searchPath),
        option("as", { List: { items: [string(`\n${body}\n`)] } }),
      ],
    },
  };
}

function parameterNode({ name, type, defaultValue }: Parameter): Node {
  return {
    FunctionParameter: {
      name,
      argType: type,
      mode: "FUNC_PARAM_DEFAULT",
      ...(defaultValue === undefined ? {} : { defexpr: defaultValue }),
    },
  };
}

function option(defname: string, arg: Node): Node {
  return { DefElem: { defname, arg, defaction: "DEFELEM_UNSPEC" } };
}

/** The bits of `CreateTrigStmt.events` and `timing`, as the server numbers them. */
const triggerEvent = { insert: 4, delete: 8, update: 16 } as const;
const timingBefore = 2;

interface TriggerOptions {
  readonly name: string;
  readonly table: TableName;
  readonly moment: "before" | "after";
  readonly events: readonly (keyof typeof triggerEvent)[];
  /** Limits `update` to these columns. Default: all. */
  readonly columns?: readonly string[];
  readonly when?: Node;
  /** Runs once a statement, which finds all new rows in a table of this name. Default: once a row. */
  readonly newRows?: string;
  readonly run: { readonly schema: string; readonly name: string };
}

export function createTrigger(options: TriggerOptions): Node {
  const { columns = [], events, moment, name, newRows, run, table, when } = options;
  return {
    CreateTrigStmt: {
      trigname: name,
      relation: relation(table),
      funcname: [string(run.schema), string(run.name)],
      row: newRows === undefined,
      ...(moment === "before" ? { timing: timingBefore } : {}),
      events: events.reduce((bits, event) => bits | triggerEvent[event], 0),
      ...(columns.length === 0 ? {} : { columns: columns.map(string) }),
      ...(when === undefined ? {} : { whenClause: when }),
      ...(newRows === undefined ? {} : { transitionRels: [transitionTable(newRows)] }),
    },
  };
}

function transitionTable(name: string): Node {
  return { TriggerTransition: { name, isNew: true, isTable: true } };
}

export function enableRowSecurity(table: TableName): Node {
  return alterTable(table, [{ subtype: "AT_EnableRowSecurity" }]);
}

/** Adds a table to a publication, or takes it out. */
export function alterPublication(
  name: string,
  { table, action }: { readonly table: TableName; readonly action: "add" | "drop" },
): Node {
  return {
    AlterPublicationStmt: {
      pubname: name,
      action: action === "add" ? "AP_AddObjects" : "AP_DropObjects",
      for_all_tables: false,
      pubobjects: [
        {
          PublicationObjSpec: {
            pubobjtype: "PUBLICATIONOBJ_TABLE",
            pubtable: { relation: relation(table) },
          },
        },
      ],
    },
  };
}

interface CommentOptions {
  readonly table: TableName;
  /** The column, or null for the table itself. */
  readonly column: string | null;
  /** Null removes the comment. */
  readonly comment: string | null;
}

export function commentOn({ table, column, comment }: CommentOptions): Node {
  const path = [table.schema, table.table, ...(column === null ? [] : [column])];
  return {
    CommentStmt: {
      objtype: column === null ? "OBJECT_TABLE" : "OBJECT_COLUMN",
      object: { List: { items: path.map(string) } },
      ...(comment === null ? {} : { comment }),
    },
  };
}

/** A setting that ends with the transaction. */
export function setLocal(name: string, value: string): Node {
  return {
    VariableSetStmt: {
      kind: "VAR_SET_VALUE",
      name,
      args: [{ A_Const: { sval: { sval: value } } }],
      is_local: true,
    },
  };
}

/** Drops something named by a path: a table, an index, or a policy or trigger below its table. */
export function drop(kind: ObjectType, path: readonly string[]): Node {
  return {
    DropStmt: {
      objects: [{ List: { items: path.map(string) } }],
      removeType: kind,
      behavior: "DROP_RESTRICT",
    },
  };
}

export interface FunctionName {
  readonly schema: string;
  readonly name: string;
  /** Types of its arguments. Default: none. */
  readonly args?: readonly TypeName[] | undefined;
}

/** A function as statements name it. */
export function functionObject({ schema, name, args }: FunctionName): Node {
  return {
    ObjectWithArgs: {
      objname: [string(schema), string(name)],
      ...(args === undefined ? {} : { objargs: args.map((type): Node => ({ TypeName: type })) }),
    },
  };
}

/** Drops a function without arguments, and the triggers that run it: those of tables that belong to others too. */
export function dropFunction(schema: string, name: string): Node {
  return dropFunctionOf({ schema, name });
}

/** Drops a function with these arguments, and the triggers that run it. */
export function dropFunctionOf(name: FunctionName): Node {
  return {
    DropStmt: {
      objects: [functionObject(name)],
      removeType: "OBJECT_FUNCTION",
      behavior: "DROP_CASCADE",
    },
  };
}
