import type { Entity } from "../../../spec/entity.ts";
import type { PageContext } from "../page-context.ts";
import { fragment, type FragmentValues } from "../fragments.ts";
import { may, type RowWorld } from "../samples/row-access.ts";
import type { SampleRow } from "../samples/sample-row.ts";

export type Person = "alice" | "bob";

/** What two people have done so far on their way through the pages of a feature. */
export interface Walk {
  readonly context: PageContext;
  /** The code of the steps. */
  readonly steps: string[];
  /** Variables that hold the addresses of rows. */
  readonly paths: string[];
  /** The rows that the two have made. */
  readonly rows: SampleRow[];
}

export function startWalk(context: PageContext): Walk {
  return { context, steps: [], paths: [], rows: [] };
}

/** A row that one of the two has made, and where its page is. */
export interface MadeRow {
  readonly row: SampleRow;
  /** The variable that holds the address of its page. */
  readonly path: string;
  /** The expression for what its heading says now. */
  label: string;
}

export function addStep(walk: Walk, name: string, values: FragmentValues): void {
  walk.steps.push(fragment(walk.context, name, values));
}

/** Whether the access rules let one of the two do something with a row, after all that was done so far. */
export function mayDo(
  walk: Walk,
  person: Person,
  { row, command }: { row: SampleRow; command: "select" | "insert" | "update" | "delete" },
): boolean {
  return may({ ...worldOf(walk), row, command, person });
}

function worldOf({ context, rows }: Walk): RowWorld {
  const known = new Map(context.entities.map((entity): [string, Entity] => [entity.name, entity]));
  return { rows, known };
}
