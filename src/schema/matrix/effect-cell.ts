import type { Actor } from "../../spec/actor.ts";
import type { Entity } from "../../spec/entity.ts";
import {
  and,
  column,
  decimal,
  equal,
  integer,
  relation,
  select,
  text,
} from "../ast/expressions.ts";
import { printLine } from "../ast/print-sql.ts";
import { tableOf } from "./row-statements.ts";

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

interface Wanted {
  readonly id: string;
  readonly column: { readonly name: string; readonly value: number } | null;
}

/** Finds the row with this id, if its column has the value. */
export function foundSql(entity: Entity, { id, column: wanted }: Wanted): string {
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
