import type { Node } from "@pgsql/types";
import type { Entity } from "../../spec/entity.ts";
import type { Field } from "../../spec/field.ts";
import {
  and,
  call,
  cast,
  column,
  integer,
  relation,
  string,
  text,
  typeName,
} from "../ast/expressions.ts";
import { objectName, publicSchema, qualified, quoted } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import type { Part } from "./database-state.ts";
import { uniqueKeys } from "./entity-set.ts";
import { fieldChecks } from "./field-checks.ts";
import { functionPart, triggerPart } from "./trigger-part.ts";

interface SignUpField {
  readonly field: Field;
  readonly variable: string;
  readonly metadata: string;
  readonly fallback: "handle" | "empty";
}

/** The last group of an id: twelve hex digits that are random in every version of uuid. */
const handleOf = (id: string): string => `'user_' || split_part(${id}::text, '-', 5)`;

/**
 * The trigger that makes this entity's row for a new user. It never makes the sign-up fail: a value of
 * the metadata that is missing, breaks a check or is taken gives way to its fallback, a row that another
 * session made meanwhile gives way to a random handle, and any other failure is a warning.
 */
export function signUpOf(entity: Entity): readonly Part[] {
  if (entity.signUp === null) return [];
  const fields = signUpFields(entity);
  const name = `create_${entity.name}`;
  const table = { schema: "auth", table: "users" };
  return [
    functionPart({ name, body: functionBody(entity, fields), definer: true }),
    triggerPart({
      name: objectName("create", entity.name),
      table,
      moment: "after",
      events: ["insert"],
      run: name,
      afterwards: [earlierUsers(entity, fields)],
    }),
  ];
}

function signUpFields(entity: Entity): readonly SignUpField[] {
  const sources = entity.signUp?.fields ?? {};
  return entity.fields.flatMap((field) => {
    const source = sources[field.name];
    return source === undefined ? [] : [{ field, variable: `wanted_${field.name}`, ...source }];
  });
}

function functionBody(entity: Entity, fields: readonly SignUpField[]): string {
  const columns = ["id", ...fields.map(({ field }) => quoted(field.name))].join(", ");
  const values = ["new.id", ...fields.map(({ variable }) => quoted(variable))].join(", ");
  const giveWay = (id: string) =>
    fields.map((entry) => `        ${quoted(entry.variable)} := ${fallback(entry, id)};`);
  return [
    ...(fields.length === 0 ? [] : ["declare", ...fields.map(declaration)]),
    "begin",
    ...fields.flatMap((entry) => validation(entity, entry)),
    "  for attempt in 1..3 loop",
    "    begin",
    `      insert into ${qualified(publicSchema, entity.table)} (${columns})`,
    `      values (${values});`,
    "      return new;",
    "    exception",
    "      when integrity_constraint_violation then",
    "        -- Somebody took the value between the question and the insert.",
    ...(fields.length === 0 ? ["        null;"] : giveWay("gen_random_uuid()")),
    "    end;",
    "  end loop;",
    `  raise warning '% has no row for user %', ${printLine(text(entity.table))}, new.id;`,
    "  return new;",
    "exception",
    "  when others then",
    `    raise warning '% has no row for user %: %', ${printLine(text(entity.table))}, new.id, sqlerrm;`,
    "    return new;",
    "end;",
  ].join("\n");
}

function declaration({ variable, metadata }: SignUpField): string {
  return `  ${quoted(variable)} text := new.raw_user_meta_data ->> ${printLine(text(metadata))};`;
}

function fallback({ fallback: kind }: SignUpField, id: string): string {
  return kind === "handle" ? handleOf(id) : "''";
}

function validation(entity: Entity, entry: SignUpField): readonly string[] {
  const { field, variable } = entry;
  const valid = and(fieldChecks(field, column(variable)).map((found) => found.expression));
  const accepted = `coalesce(${printLine(valid)}, false)`;
  const known =
    fieldChecks(field, column(variable)).length > 0
      ? `not ${accepted}`
      : `${quoted(variable)} is null`;
  const taken = takenBy(entity, field).map(
    (columnName) =>
      `    or exists (select from ${qualified(publicSchema, entity.table)} as made where made.${quoted(columnName)} = ${
        columnName === field.name ? quoted(variable) : `lower(${quoted(variable)})`
      })`,
  );
  const assignment = `    ${quoted(variable)} := ${fallback(entry, "new.id")};`;
  if (taken.length === 0) return [`  if ${known} then`, assignment, "  end if;"];
  return [`  if ${known}`, ...taken, "  then", assignment, "  end if;"];
}

/** The unique columns that a value of this field must not be found in: its own, or its lower-case copy. */
function takenBy(entity: Entity, field: Field): readonly string[] {
  const copies = entity.fields.filter((other) => other.type === "lower" && other.of === field.name);
  const names = [field.name, ...copies.map((copy) => copy.name)];
  return names.filter((name) =>
    uniqueKeys(entity).some((columns) => columns.length === 1 && columns[0] === name),
  );
}

/** Users who signed up before the table was made get their row too, with fallbacks. */
function earlierUsers(entity: Entity, fields: readonly SignUpField[]): Node {
  const values: readonly Node[] = [
    column("id"),
    ...fields.map(({ fallback: kind }) => (kind === "handle" ? handleExpression : text(""))),
  ];
  return {
    InsertStmt: {
      relation: relation({ schema: publicSchema, table: entity.table }),
      cols: ["id", ...fields.map(({ field }) => field.name)].map((name) => ({
        ResTarget: { name },
      })),
      selectStmt: {
        SelectStmt: {
          targetList: values.map((val) => ({ ResTarget: { val } })),
          fromClause: [{ RangeVar: relation({ schema: "auth", table: "users" }) }],
          limitOption: "LIMIT_OPTION_DEFAULT",
          op: "SETOP_NONE",
        },
      },
      onConflictClause: { action: "ONCONFLICT_NOTHING" },
      override: "OVERRIDING_NOT_SET",
    },
  };
}

const handleExpression: Node = {
  A_Expr: {
    kind: "AEXPR_OP",
    name: [string("||")],
    lexpr: text("user_"),
    rexpr: call("split_part", [cast(column("id"), typeName("text")), text("-"), integer(5)]),
  },
};
