import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { comparedValues, conditionsOf } from "../rule-tree.ts";
import { exampleValue, type Value } from "./example-value.ts";

export type Choice = Readonly<Record<string, Value>>;

/** More combinations than this say little more. */
const maxChoices = 12;
const maxVariants = 20;

/** For each column that rules of the commands look at: the values they name, one that they do not name, and null where it may be. */
export function lookedAtValues(
  entity: Entity,
  commands?: readonly AccessCommand[],
): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, readonly Value[]>();
  for (const condition of conditionsOf(entity, commands)) {
    const named = found.get(condition.field) ?? [];
    found.set(condition.field, [...new Set([...named, ...comparedValues(condition)])]);
  }
  return new Map([...found].map(([name, named]) => [name, withOthers({ entity, name, named })]));
}

interface Named {
  readonly entity: Entity;
  readonly name: string;
  readonly named: readonly Value[];
}

function withOthers({ entity, name, named }: Named): readonly Value[] {
  const field = entity.fields.find((one) => one.name === name);
  if (field === undefined) return named;
  const other = Array.from({ length: maxVariants }, (_, variant) =>
    exampleValue(field, variant),
  ).find((value) => value !== null && !named.includes(value));
  return [
    ...new Set([
      ...named,
      ...(other === undefined ? [] : [other]),
      ...(field.required ? [] : [null]),
    ]),
  ];
}

/** Every combination of those values, as far as there are few; none for rules that look at no column. */
export function valueChoices(
  entity: Entity,
  commands?: readonly AccessCommand[],
): readonly Choice[] {
  const values = lookedAtValues(entity, commands);
  if (values.size === 0) return [];
  let choices: readonly Choice[] = [{}];
  for (const [name, offered] of values) {
    choices = choices
      .flatMap((choice) => offered.map((value) => ({ ...choice, [name]: value })))
      .slice(0, maxChoices);
  }
  return choices;
}

/** The choice in a row's label: `[state="open"]`. */
export function choiceLabel(choice: Choice): string {
  const words = Object.entries(choice).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `[${words.join(",")}]`;
}
