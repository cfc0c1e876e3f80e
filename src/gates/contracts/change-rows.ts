import { lockedColumns } from "../../schema/matrix/oracle.ts";
import { exampleValue, type Value } from "../../schema/matrix/example-value.ts";
import { expectedByKey } from "../../schema/matrix/expectations.ts";
import {
  collides,
  isDistinct,
  withColumn,
  type FixtureRow,
} from "../../schema/matrix/fixture-rows.ts";
import { isGuarded } from "../../schema/matrix/guarded-values.ts";
import { lookedAtValues } from "../../schema/matrix/looked-at-values.ts";
import type { Entity } from "../../spec/entity.ts";
import { isMade, type Field } from "../../spec/field.ts";
import type { JsonValues } from "./contract-request.ts";
import type { StepExpectation } from "./contract-step.ts";
import { jsonValues } from "./json-values.ts";
import {
  expectedRow,
  idOf,
  keyOf,
  ownRow,
  tellers,
  withoutRight,
  wordsOf,
  type StoryContext,
  type Teller,
} from "./story-context.ts";

/** Everybody changes a column of the owner's row, the owner last; then the owner sends what the column must refuse. */
export function changeRows(context: StoryContext): void {
  for (const entity of context.set.entities) {
    const row = ownRow(context, entity);
    if (row === undefined) continue;
    const field = changeableField(context, entity);
    // Where some may change rows, but no column is free, there is nothing to send.
    if (field === null && entity.access.update !== "nobody") continue;
    for (const who of tellers) changeRow(context, { row, field, who });
    if (field !== null) sendTooMuch(context, { row, field });
  }
}

/** What is sent where nobody may change any column. */
const forgedTime: JsonValues = { created_at: "2001-02-03T04:05:06.000Z" };

interface Change {
  readonly row: FixtureRow;
  /** Null where nobody may change any. */
  readonly field: Field | null;
  readonly who: Teller;
}

function changeRow(context: StoryContext, { row, field, who }: Change): void {
  const { steps, world } = context;
  const { entity } = row;
  const before = world.find(row) ?? row;
  const expectation = expectedByKey(
    { ...context, entity },
    { command: "update", actor: who, row: before },
  );
  const value = field === null ? null : otherValue(context, { row: before, field });
  let expect: StepExpectation = { kind: "unaffected" };
  if (expectation.kind === "denied") expect = { kind: "refused", codes: withoutRight };
  if (expectation.kind === "rows" && field !== null) {
    const after = withColumn(before, field.name, value);
    world.replace(before, after);
    expect = { kind: "rows", rows: [expectedRow(world, after)], isNewer: true };
  }
  steps.push({
    request: {
      kind: "update",
      as: idOf(who),
      table: entity.table,
      key: keyOf(row),
      values: field === null ? forgedTime : jsonValues(entity, { [field.name]: value }),
    },
    expect,
    table: entity.table,
    command: "update",
    words: `${wordsOf(who)} changes ${field?.name ?? "a column"} of the owner's row`,
  });
}

/** Of a check, of a length; the local backend gives the first one no code of its own. */
const unfit = ["23514", "22001", "SUP"];

/** A text that is longer than its column allows, by the owner, where the owner may change it. */
function sendTooMuch(
  context: StoryContext,
  { row, field }: { readonly row: FixtureRow; readonly field: Field },
): void {
  const { entity } = row;
  const current = context.world.find(row) ?? row;
  const change = { command: "update", actor: "owner", row: current } as const;
  const isAllowed = expectedByKey({ ...context, entity }, change).kind === "rows";
  if (field.type !== "text" || field.max > 100_000 || !isAllowed) return;
  const values: JsonValues = { [field.name]: "x".repeat(field.max + 1) };
  context.steps.push({
    request: { kind: "update", as: idOf("owner"), table: entity.table, key: keyOf(row), values },
    expect: { kind: "refused", codes: unfit },
    table: entity.table,
    command: "update",
    words: `the owner sends more characters than ${field.name} may have (${field.max})`,
  });
}

/** A column that whoever may change the row may change to anything its own checks allow. */
function changeableField({ set }: StoryContext, entity: Entity): Field | null {
  if (entity.access.update === "nobody") return null;
  const settled = new Set([...lockedColumns(entity, set), ...lookedAtValues(entity).keys()]);
  const fields = entity.fields.filter(
    (field) => !isMade(field) && !settled.has(field.name) && !isGuarded(entity, field.name),
  );
  const free = fields.filter((field) => exampleValue(field, 1) !== exampleValue(field, 2));
  return free.find(({ type }) => type === "text") ?? free[0] ?? null;
}

const mostVariants = 40;

/** A value that the row does not hold yet, and that no key keeps apart from another row's. */
function otherValue(
  { world }: StoryContext,
  { row, field }: { readonly row: FixtureRow; readonly field: Field },
): Value {
  const held = row.values[field.name] ?? null;
  const others = world.rowsOf(row.entity).filter((other) => other !== row);
  for (let variant = 701; variant < 701 + mostVariants; variant += 1) {
    const value = exampleValue(field, variant);
    const changed = withColumn(row, field.name, value);
    const fits = isDistinct(changed) && !others.some((other) => collides(changed, other));
    if (value !== held && value !== null && fits) return value;
  }
  return held;
}
