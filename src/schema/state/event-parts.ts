import type { Entity } from "../../spec/entity.ts";
import { grantExecute, revokeExecuteFrom } from "../ast/access-statements.ts";
import { integer, typeName } from "../ast/expressions.ts";
import { objectName, privateSchema, publicSchema, qualified } from "../ast/names.ts";
import {
  createDefaultPartition,
  createIndex,
  createServerFunction,
  drop,
  dropFunctionOf,
  enableRowSecurity,
  inPublic,
  type FunctionName,
} from "../ast/statements.ts";
import { prepareFunction } from "../events.ts";
import { part, type Part } from "./database-state.ts";

/** The column by whose months the rows of events are kept apart. */
export const eventTime = "created_at";

const parameters = [{ name: "months", type: typeName("int4"), defaultValue: integer(3) }];

/**
 * The partition that takes what no month has been made for, the function that makes months ahead, and the index by time:
 * rows lie in the order in which they came, so that a summary of each block range says enough. Partitions live in the private schema: the API shows every table of its own, and would not ask the policies.
 */
export function eventPartsOf(entity: Entity): readonly Part[] {
  if (entity.events !== true) return [];
  const { table } = entity;
  const rest = { schema: privateSchema, table: `${table}_default` };
  const name = prepareName(entity);
  const index = objectName(table, eventTime, "brin", "idx");
  const columns = [{ name: eventTime, descending: false }];
  return [
    part({
      id: `partition ${table} default`,
      create: [createDefaultPartition(inPublic(table), rest), enableRowSecurity(rest)],
      drop: [],
    }),
    part({
      id: `index ${index}`,
      create: [createIndex({ name: index, table: inPublic(table), columns, method: "brin" })],
      drop: [drop("OBJECT_INDEX", [publicSchema, index])],
    }),
    part({
      id: `function ${publicSchema}.${name.name}`,
      create: [
        createServerFunction({ ...name, body: prepareBody(entity), parameters }),
        revokeExecuteFrom({ ...name, roles: ["anon", "authenticated"] }),
        grantExecute({ ...name, role: "service_role" }),
      ],
      drop: [dropFunctionOf(name)],
      inPlace: true,
      outlivesTable: true,
    }),
  ];
}

/** The function that makes months ahead, as statements name it. */
export function prepareName(entity: Entity): FunctionName {
  const args = parameters.map(({ type }) => type);
  return { schema: publicSchema, name: prepareFunction(entity), args };
}

/** Months of which the default partition has rows already stay there: a partition cannot take rows from another. */
function prepareBody(entity: Entity): string {
  const { table } = entity;
  const fn = prepareFunction(entity);
  const months = `least(greatest(coalesce(${fn}.months, 3), 0), 24)`;
  const rest = qualified(privateSchema, `${table}_default`);
  return [
    "declare",
    "  first_day timestamptz;",
    "  next_month timestamptz;",
    "  part_name text;",
    "  made integer := 0;",
    "begin",
    `  for step in 0..${months} loop`,
    "    first_day := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => step)) at time zone 'UTC';",
    "    next_month := (first_day at time zone 'UTC' + interval '1 month') at time zone 'UTC';",
    `    part_name := '${table}_' || to_char(first_day at time zone 'UTC', 'YYYY_MM');`,
    `    continue when to_regclass(format('${privateSchema}.%I', part_name)) is not null`,
    `      or exists (select from ${rest} r where r.${eventTime} >= first_day and r.${eventTime} < next_month);`,
    `    execute format('create table ${privateSchema}.%I partition of ${qualified(publicSchema, table)} for values from (%L) to (%L)', part_name, first_day, next_month);`,
    `    execute format('alter table ${privateSchema}.%I enable row level security', part_name);`,
    "    made := made + 1;",
    "  end loop;",
    "  return made;",
    "end;",
  ].join("\n");
}
