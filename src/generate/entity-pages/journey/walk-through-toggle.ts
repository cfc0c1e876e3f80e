import type { PageEntity, ToggleEntity } from "../../../catalog/pages/page-plan.ts";
import type { SampleRow } from "../samples/sample-row.ts";
import type { SampleValue } from "../samples/sample-value.ts";
import { choiceLabel, choiceOf, countsRows, toggleWords } from "../toggle-file.ts";
import { addStep, mayDo, type MadeRow, type Person, type Walk } from "./walk.ts";

interface Place {
  readonly walk: Walk;
  readonly made: MadeRow;
  readonly person: Person;
}

/** One of the two presses each button on the page of a row, as far as the access rules let them. */
export function walkThroughToggles(page: PageEntity, place: Place): void {
  const { context } = place.walk;
  const own = context.plan.toggles.filter(({ parent }) => parent.entity === page.entity.name);
  for (const toggle of own) press(toggle, place);
}

function press(toggle: ToggleEntity, { walk, made, person }: Place): void {
  const { entity, labels, parent } = toggle;
  const { context } = walk;
  const choice = choiceOf(toggle);
  const chosen = choice?.oneOf[0];
  const values: Record<string, SampleValue> = {
    [parent.field]: { kind: "plain", value: made.row.id ?? "" },
  };
  if (choice !== null && chosen !== undefined)
    values[choice.name] = { kind: "plain", value: chosen };
  const row: SampleRow = { entity, by: person, id: null, values };
  if (!mayDo(walk, person, { row, command: "insert" })) return;
  walk.rows.push(row);
  if (!mayDo(walk, person, { row, command: "select" })) return;
  if (chosen !== undefined) {
    addStep(walk, "journeyAnswer", {
      words: { person, one: labels.one, table: entity.table, choice: choiceLabel(chosen) },
      code: { path: made.path },
    });
    return;
  }
  const count = walk.rows.filter(
    (other) =>
      other.entity === entity &&
      other.values[parent.field] !== undefined &&
      isSame(other, row, parent.field),
  ).length;
  addStep(walk, "journeyToggle", {
    words: {
      ...toggleWords(toggle, context.pages.settings),
      person,
      table: entity.table,
      count: `${count} ${count === 1 ? labels.oneInside : labels.manyInside}`,
    },
    flags: { counted: countsRows(toggle) },
    code: { path: made.path },
  });
}

function isSame(left: SampleRow, right: SampleRow, field: string): boolean {
  return JSON.stringify(left.values[field]) === JSON.stringify(right.values[field]);
}
