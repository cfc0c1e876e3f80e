import type { Node } from "@pgsql/types";
import type { Entity } from "../../spec/entity.ts";
import {
  grantExecute,
  revokeExecuteFrom,
  type ApiRole,
  type GranteeRole,
} from "../ast/access-statements.ts";
import {
  and,
  boolean,
  call,
  column,
  equal,
  integer,
  nothing,
  or,
  scalar,
  select,
  text,
  typeName,
} from "../ast/expressions.ts";
import { objectName, publicSchema, qualified, quoted } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import {
  createRowsFunction,
  createIndex,
  drop,
  dropFunctionOf,
  inPublic,
  type FunctionName,
} from "../ast/statements.ts";
import { maxSearchPage, searchColumn, searchFunction, searchOf, type Search } from "../search.ts";
import { part, type Part } from "./database-state.ts";
import type { EntitySet } from "./entity-set.ts";
import { coverageOf, type Coverage } from "./rule-coverage.ts";
import { configuration } from "./search-vector.ts";

/** The index over the words of all rows, and the function that asks it. */
export function searchPartsOf(entity: Entity, set: EntitySet): readonly Part[] {
  const search = searchOf(entity);
  if (search === null) return [];
  const index = searchIndex(entity);
  const visible = visibleRows({ entity, set, isInlined: true });
  const columns = [{ name: searchColumn, descending: false }];
  const table = inPublic(entity.table);
  const name = searchFunction(entity);
  return [
    part({
      // The index goes with the column when that is made anew.
      id: `index ${index} over ${search.fields.join(" ")} in ${search.language}`,
      create: [createIndex({ name: index, table, columns, method: "gin" })],
      drop: [drop("OBJECT_INDEX", [publicSchema, index])],
    }),
    part({
      id: `function ${publicSchema}.${name}`,
      create: [
        createSearch(entity, searchBody({ entity, search, visible })),
        ...executionOf(entity, set),
      ],
      drop: [dropFunctionOf(functionName(entity))],
      inPlace: true,
      needsTable: true,
    }),
  ];
}

function searchIndex({ table }: Entity): string {
  return objectName(table, searchColumn, "idx");
}

const parameters = [
  { name: "query", type: typeName("text") },
  { name: "page_size", type: typeName("int4"), defaultValue: integer(20) },
  { name: "after_id", type: typeName("uuid"), defaultValue: nothing },
];

function functionName(entity: Entity): FunctionName {
  const args = parameters.map(({ type }) => type);
  return { schema: publicSchema, name: searchFunction(entity), args };
}

/** Lets a role search, or takes that away. */
export function searchGrant(entity: Entity, { role, isGrant }: SearchGrant): Node {
  const name = functionName(entity);
  return isGrant ? grantExecute({ ...name, role }) : revokeExecuteFrom({ ...name, roles: [role] });
}

interface SearchGrant {
  readonly role: GranteeRole;
  readonly isGrant: boolean;
}

/** The function with this body. */
export function createSearch(entity: Entity, body: string): Node {
  return createRowsFunction({
    schema: publicSchema,
    name: searchFunction(entity),
    body,
    parameters,
    of: inPublic(entity.table),
  });
}

/** Those of the API whom the select rule gives some row. */
export function searchRoles(entity: Entity, set: EntitySet): readonly GranteeRole[] {
  const readers = (["anon", "authenticated"] as const).filter(
    (role) => visibleTo({ entity, set, role, isInlined: true }) !== "none",
  );
  return [...readers, "service_role"];
}

/** Older projects let everybody call new functions: all are taken off, then those who may read are let in. */
function executionOf(entity: Entity, set: EntitySet): readonly Node[] {
  const name = functionName(entity);
  return [
    revokeExecuteFrom({ ...name, roles: ["anon", "authenticated"] }),
    ...searchRoles(entity, set).map((role) => grantExecute({ ...name, role })),
  ];
}

interface Visibility {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly role: ApiRole;
  readonly isInlined: boolean;
}

function visibleTo(visibility: Visibility): Coverage {
  const rule = visibility.entity.access.select;
  return coverageOf({ ...visibility, command: "select", rule });
}

export interface VisibleRows {
  readonly anon: Coverage;
  readonly authenticated: Coverage;
}

/**
 * The rows that the select rule gives each role. `isInlined` false leaves what is read through to policies of its own,
 * which bind nobody inside of the function.
 */
export function visibleRows(asked: Omit<Visibility, "role">): VisibleRows {
  return {
    anon: visibleTo({ ...asked, role: "anon" }),
    authenticated: visibleTo({ ...asked, role: "authenticated" }),
  };
}

interface SearchBody {
  readonly entity: Entity;
  readonly search: Search;
  readonly visible: VisibleRows;
}

/**
 * What the function does, in PL/pgSQL. It runs with the rights of the table's owner, because below row level security no
 * condition with `@@` may use an index; so it repeats the select rule for the role that calls. The page begins behind
 * the row `after_id`, which must be one of those found.
 */
export function searchBody({ entity, search, visible }: SearchBody): string {
  const table = quoted(entity.table);
  const place = qualified(publicSchema, entity.table);
  const name = quoted(searchFunction(entity));
  const [found, last] = ["found", "last"].map((word) => quoted(`${word}_${entity.table}`));
  const words = printLine(
    call("websearch_to_tsquery", [
      configuration(search),
      call("left", [column(searchFunction(entity), "query"), integer(maxQueryCharacters)]),
    ]),
  );
  return [
    "#variable_conflict use_column",
    "begin",
    "  return query",
    `    with ${found} as (`,
    `      select ${table}.id, ts_rank(${table}.${searchColumn}, ${words}) as rank`,
    `      from ${place}`,
    `      where ${table}.${searchColumn} @@ ${words}`,
    `        and (${printLine(condition(visible))})`,
    "    )",
    `    select ${table}.*`,
    `    from ${found} join ${place} on ${table}.id = ${found}.id`,
    `    where ${name}.after_id is null or (${found}.rank, ${found}.id) < (`,
    `      select ${last}.rank, ${last}.id from ${found} ${last} where ${last}.id = ${name}.after_id`,
    "    )",
    `    order by ${found}.rank desc, ${found}.id desc`,
    `    limit least(greatest(coalesce(${name}.page_size, 20), 1), ${maxSearchPage});`,
    "end;",
  ].join("\n");
}

/** More of a query is not read. */
const maxQueryCharacters = 200;

/** True for the rows of the role that calls. Whoever is none of the API's roles finds nothing. */
function condition({ anon, authenticated }: VisibleRows): Node {
  const role = scalar(
    select({ columns: [call("current_setting", [text("role"), boolean(true)])] }),
  );
  const rows = [
    { name: "anon", coverage: anon },
    { name: "authenticated", coverage: authenticated },
    { name: "service_role", coverage: "all" as const },
  ];
  return or(
    rows.flatMap(({ name, coverage }) => {
      if (coverage === "none") return [];
      const is = equal(role, text(name));
      return [coverage === "all" ? is : and([is, coverage])];
    }),
  );
}
