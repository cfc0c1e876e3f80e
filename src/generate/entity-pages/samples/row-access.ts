import type {
  AccessCommand,
  AccessRule,
  MemberRule,
  RowCondition,
} from "../../../spec/access-rule.ts";
import type { Entity } from "../../../spec/entity.ts";
import type { SampleRow } from "./sample-row.ts";
import type { SampleValue } from "./sample-value.ts";

/** The rows among which a rule is asked. */
export interface RowWorld {
  readonly rows: readonly SampleRow[];
  /** All entities that references may lead to, by name. */
  readonly known: ReadonlyMap<string, Entity>;
}

interface Question extends RowWorld {
  readonly row: SampleRow;
  readonly command: AccessCommand;
  /** A username, or null for a visitor. */
  readonly person: string | null;
}

/** Whether the rules let the person of a new row write it. */
export function mayInsert(row: SampleRow, world: RowWorld): boolean {
  return may({ ...world, row, command: "insert", person: row.by });
}

/** Whether the rules let a person do something with a row: read it, change or remove it, or make it. */
export function may(question: Question): boolean {
  const { row, command, person } = question;
  const isOwnWrite = row.entity.owner !== null && command === "insert";
  if (isOwnWrite && person !== row.by) return false;
  return satisfies(row.entity.access[command], question);
}

function satisfies(rule: AccessRule, question: Question): boolean {
  const { row, person } = question;
  if (typeof rule === "string") {
    const isOwner = person === row.by && row.entity.owner !== null;
    if (rule === "owner") return isOwner;
    return rule === "signed-in" ? person !== null : rule !== "nobody";
  }
  if ("anyOf" in rule) return rule.anyOf.some((part) => satisfies(part, question));
  if ("allOf" in rule) return rule.allOf.every((part) => satisfies(part, question));
  if ("when" in rule) return holds(rule.when, row) && satisfies(rule.rule, question);
  if ("through" in rule) return mayReadParent(rule.through, question);
  return "member" in rule && isMember(rule, question);
}

/** A parent that is no sample counts as closed unless it is open to all. */
function mayReadParent(field: string, question: Question): boolean {
  const { row, rows, known, person } = question;
  const to = row.entity.references.find((reference) => reference.field === field)?.to ?? "";
  const parent = rows.find(
    ({ entity, id }) => entity.name === to && id === plain(row.values[field]),
  );
  if (parent !== undefined) return may({ ...question, row: parent, command: "select" });
  const rule = known.get(to)?.access.select;
  return rule === "everyone" || (rule === "signed-in" && person !== null);
}

function isMember({ member, of, role }: MemberRule, { row, rows, person }: Question): boolean {
  const id = of === "id" ? row.id : plain(row.values[of]);
  const to = of === "id" ? row.entity.name : targetOf(row.entity, of);
  return rows.some(({ entity, by, values }) => {
    if (entity.name !== member || by !== person) return false;
    const parent = entity.references.find(
      (reference) => reference.to === to && reference.field !== entity.owner,
    );
    const isThere = parent !== undefined && plain(values[parent.field]) === id;
    return isThere && (role === undefined || [role].flat().includes(String(plain(values["role"]))));
  });
}

function targetOf({ references }: Entity, field: string): string | undefined {
  return references.find((reference) => reference.field === field)?.to;
}

function holds(condition: RowCondition, { values, entity }: SampleRow): boolean {
  const field = entity.fields.find(({ name }) => name === condition.field);
  const byDefault = field !== undefined && "default" in field ? field.default : null;
  const value = values[condition.field] === undefined ? byDefault : plain(values[condition.field]);
  if ("is" in condition) return value === condition.is;
  if ("isNot" in condition) return value !== condition.isNot;
  return condition.in.some((one) => one === value);
}

function plain(value: SampleValue | undefined): unknown {
  if (value === undefined) return null;
  return value.kind === "plain" ? value.value : value;
}
