import { referenceOf } from "../state/entity-set.ts";
import { foundSql, type EffectCell } from "./effect-cell.ts";
import type { EntityContext } from "./expectations.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import { writtenValues } from "./matrix-rows.ts";
import { deleteSql, insertRowsSql, insertSql, rowTarget, tableOf } from "./row-statements.ts";
import { users } from "./users.ts";

/** Counters follow the rows that come and go; those of events only the ones that come. */
export function countedCells({ entity, maker, set }: EntityContext): readonly EffectCell[] {
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
    const made = newRow({ entity, maker }, { field, apartFrom: null });
    const old = maker.rowsOf(entity).find((row) => (row.parents[field] ?? null) !== null);
    const above = { made: made?.parents[field] ?? null, old: old?.parents[field] ?? null };
    const isEvents = entity.events === true;
    return [
      ...(made === null || above.made === null
        ? []
        : [
            cell("more", [
              insertSql(tableOf(entity), writtenValues(made)),
              countIs(above.made, below(above.made) + 1),
            ]),
          ]),
      ...(isEvents
        ? atOnce({ entity, maker }, field).map(({ parent, rows, what, sql }) =>
            cell(what, [sql, countIs(parent, below(parent) + rows)]),
          )
        : []),
      ...(old === undefined || above.old === null
        ? []
        : [
            cell(isEvents ? "kept" : "less", [
              deleteSql(rowTarget(old)),
              countIs(above.old, below(above.old) - (isEvents ? 0 : 1)),
            ]),
          ]),
    ];
  });
}

type Place = Pick<EntityContext, "entity" | "maker">;

interface AtOnce {
  readonly what: string;
  readonly sql: string;
  readonly parent: FixtureRow;
  /** How many of the statement's rows stand below it. */
  readonly rows: number;
}

/** One statement with two rows below a parent and one below another: each must have its own. */
function atOnce(place: Place, field: string): readonly AtOnce[] {
  const first = newRow(place, { field, apartFrom: null });
  const parent = first?.parents[field] ?? null;
  if (first === null || parent === null) return [];
  const second = newRow(place, { field, apartFrom: null, below: parent });
  const third = newRow(place, { field, apartFrom: parent });
  const other = third?.parents[field] ?? null;
  const made = [first, second, third].filter((row) => row !== null);
  const sql = insertRowsSql(tableOf(place.entity), made.map(writtenValues));
  const rowsBelow = (one: FixtureRow): number =>
    made.filter((row) => row.parents[field] === one).length;
  return [
    { what: "several-at-once", sql, parent, rows: rowsBelow(parent) },
    ...(other === null
      ? []
      : [{ what: "others-at-once", sql, parent: other, rows: rowsBelow(other) }]),
  ];
}

interface Parentage {
  readonly field: string;
  /** Whose row it must not be. */
  readonly apartFrom: FixtureRow | null;
  /** Whose row it must be. Default: anybody's. */
  readonly below?: FixtureRow;
}

function newRow(
  { entity, maker }: Place,
  { apartFrom, below, field }: Parentage,
): FixtureRow | null {
  for (const owner of Object.values(users)) {
    const prefer = (row: FixtureRow): number | null => {
      const parent = row.parents[field] ?? null;
      if (parent === null || parent === apartFrom) return null;
      return below === undefined || parent === below ? 0 : null;
    };
    const row = maker.propose({ entity, label: "new", owner, prefer });
    if (row !== null) return row;
  }
  return null;
}
