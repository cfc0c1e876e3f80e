import type { Entity } from "../../spec/entity.ts";
import {
  and,
  column,
  equal,
  integer,
  operation,
  relation,
  select,
  text,
} from "../ast/expressions.ts";
import { printLine } from "../ast/print-sql.ts";
import { countedCells } from "./counted-cells.ts";
import { foundSql, type EffectCell } from "./effect-cell.ts";
import type { EntityContext } from "./expectations.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import { forgedTime } from "./insert-cells.ts";
import { writtenValues } from "./matrix-rows.ts";
import { insertSql, rowTarget, updateAndCompareSql, type RowTarget } from "./row-statements.ts";
import { actorOf, users } from "./users.ts";

/** A user whom no fixture knows. */
const lateUser = "f0000000-0000-4000-8000-00000000000f";

/** The effects that an entity promises. */
export function effectCells(context: EntityContext): readonly EffectCell[] {
  const { entity, maker } = context;
  const [row] = maker.rowsOf(entity);
  return [
    ...(row === undefined ? [] : [newerWhenChanged(row)]),
    ...countedCells(context),
    ...ownTimeCells(context),
    ...(entity.signUp === null ? [] : [madeAtSignUp(entity)]),
  ];
}

function newerWhenChanged(row: FixtureRow): EffectCell {
  const sent = { name: "updated_at", value: forgedTime };
  return {
    id: `${row.entity.table}/newer-when-changed`,
    tables: [row.entity.table],
    statements: [updateAndCompareSql(rowTarget(row), sent)],
  };
}

function madeAtSignUp(entity: Entity): EffectCell {
  const user = { id: lateUser, email: "late@example.com", raw_user_meta_data: "{}" };
  return {
    id: `${entity.table}/made-at-sign-up`,
    tables: [entity.table, "auth.users"],
    statements: [
      insertSql({ schema: "auth", table: "users" }, user),
      foundSql(entity, { id: lateUser, column: null }),
    ],
  };
}

/** A client's row has the time of the database, also where the client could not read it afterwards. */
function ownTimeCells({ entity, maker, oracle }: EntityContext): readonly EffectCell[] {
  if (entity.access.insert === "nobody" || entity.signUp !== null) return [];
  for (const name of ["owner", "other", "stranger", "bystander", "anon"] as const) {
    const actor = actorOf(name);
    const owner = actor.kind === "user" ? actor.id : users.owner;
    const access = { entity, command: "insert", actor } as const;
    const prefer = (row: FixtureRow): number | null =>
      oracle.covers({ ...access, row }) ? 0 : null;
    const row = oracle.mayUse(access)
      ? maker.propose({ entity, label: "new", owner, prefer })
      : null;
    if (row === null) continue;
    const values = { ...writtenValues(row), created_at: forgedTime };
    const { table, key } = rowTarget(row);
    return [
      {
        id: `${entity.table}/own-times`,
        tables: [entity.table],
        actor,
        statements: [
          roleSql(actor.kind === "anon" ? "anon" : "authenticated"),
          insertSql(table, values),
          roleSql("none"),
          selectWithout({ table, key }, forgedTime),
        ],
      },
    ];
  }
  return [];
}

function roleSql(role: string): string {
  return `select pg_catalog.set_config('role', '${role}', true)`;
}

/** Finds the row unless it was made at that time. */
function selectWithout({ table, key }: RowTarget, time: string): string {
  const found = Object.entries(key ?? {}).map(([name, value]) =>
    equal(column(name), text(String(value))),
  );
  const where = and([
    ...found,
    operation({ left: column("created_at"), operator: "<>", right: text(time) }),
  ]);
  return printLine(select({ columns: [integer(1)], from: { RangeVar: relation(table) }, where }));
}
