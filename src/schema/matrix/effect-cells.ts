import type { Actor } from "../../spec/actor.ts";
import type { Entity } from "../../spec/entity.ts";
import {
  integer,
  relation,
  operation,
  select,
  column,
  equal,
  decimal,
  text,
  and,
} from "../ast/expressions.ts";
import { printLine } from "../ast/print-sql.ts";
import { referenceOf } from "../state/entity-set.ts";
import type { EntityContext } from "./expectations.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import { forgedTime } from "./insert-cells.ts";
import { writtenValues } from "./matrix-rows.ts";
import {
  deleteSql,
  insertSql,
  rowTarget,
  tableOf,
  updateAndCompareSql,
  type RowTarget,
} from "./row-statements.ts";
import { actorOf, users } from "./users.ts";

/**
 * What triggers must do, whoever writes: counters follow rows, changed rows are newer, sign-up makes rows. It runs with the
 * rights of the tables' owner from the state that the fixtures leave, and is undone.
 */
export interface EffectCell {
  readonly id: string;
  /** Tables whose triggers it depends on, with their schema where that is not `public`. */
  readonly tables: readonly string[];
  /** Run in order; the last one finds exactly one row when the effect is there. */
  readonly statements: readonly string[];
  /** Whose claims the session has. Default: nobody's. */
  readonly actor?: Actor | undefined;
}

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

function countedCells({ entity, maker, set }: EntityContext): readonly EffectCell[] {
  if (entity.signUp !== null) return [];
  return entity.counters.flatMap(({ column: counter, reference }) => {
    const { field } = referenceOf(entity, reference);
    const target = set.target(entity, reference);
    const below = (parent: FixtureRow): number =>
      maker.rowsOf(entity).filter((row) => row.parents[field] === parent).length;
    const countIs = (parent: FixtureRow, value: number): string =>
      foundSql(target, { id: String(parent.values["id"]), column: { name: counter, value } });
    const cell = (what: string, statements: readonly string[]): EffectCell => ({
      id: `${target.table}/${counter}/${what}`,
      tables: [entity.table, target.table],
      statements,
    });
    const made = newRow({ entity, maker }, field);
    const old = maker.rowsOf(entity).find((row) => (row.parents[field] ?? null) !== null);
    const above = { made: made?.parents[field] ?? null, old: old?.parents[field] ?? null };
    return [
      ...(made === null || above.made === null
        ? []
        : [
            cell("more", [
              insertSql(tableOf(entity), writtenValues(made)),
              countIs(above.made, below(above.made) + 1),
            ]),
          ]),
      ...(old === undefined || above.old === null
        ? []
        : [cell("less", [deleteSql(rowTarget(old)), countIs(above.old, below(above.old) - 1)])]),
    ];
  });
}

function newRow(
  { entity, maker }: Pick<EntityContext, "entity" | "maker">,
  field: string,
): FixtureRow | null {
  for (const owner of Object.values(users)) {
    const prefer = (row: FixtureRow): number | null => (row.parents[field] ? 0 : null);
    const row = maker.propose({ entity, label: "new", owner, prefer });
    if (row !== null) return row;
  }
  return null;
}

interface Wanted {
  readonly id: string;
  readonly column: { readonly name: string; readonly value: number } | null;
}

function foundSql(entity: Entity, { id, column: wanted }: Wanted): string {
  const asked = [equal(column("id"), text(id))];
  if (wanted !== null) asked.push(equal(column(wanted.name), decimal(wanted.value)));
  return printLine(
    select({
      columns: [integer(1)],
      from: { RangeVar: relation(tableOf(entity)) },
      where: and(asked),
    }),
  );
}
