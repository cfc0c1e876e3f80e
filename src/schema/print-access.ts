import { compareText } from "../core/compare-text.ts";
import type { AccessCommand, AccessRule, RowCondition } from "../spec/access-rule.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { accessMatrix } from "./access-matrix.ts";
import { entitySet, type EntitySet } from "./state/entity-set.ts";

interface AccessPage {
  /** The app's name, or what else the database is called. */
  readonly title: string;
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

/**
 * A page in Markdown that says for each table who may do what, in plain words, and how many attempts prove it.
 * The same entities give the same bytes. They must have passed `checkEntities`.
 */
export function printAccess({ title, entities, buckets }: AccessPage): string {
  const set = entitySet(entities);
  const { cells } = accessMatrix(entities, buckets);
  const triedOn = (table: string) => cells.filter((cell) => cell.table === table);
  const tables = entities.toSorted((left, right) => compareText(left.table, right.table));
  const sections = [
    `# Who may do what in ${title}`,
    `${tables.length} tables, ${buckets.length} buckets. ${tried(cells)}. The server's own key may do everything.`,
    ...tables.flatMap((entity) => [
      `## ${entity.table}`,
      ...(entity.description === "" ? [] : [entity.description]),
      commands
        .map(([command, word]) => `- ${word}: ${words({ entity, set, command })}.`)
        .concat(guardLines({ entity, set }))
        .join("\n"),
      `${tried(triedOn(entity.table))}.`,
    ]),
    ...(buckets.length === 0
      ? []
      : ["## Files", fileLines(buckets), `${tried(triedOn("storage.objects"))}.`]),
  ];
  return `${sections.join("\n\n")}\n`;
}

const commands: readonly (readonly [command: AccessCommand, word: string])[] = [
  ["select", "Read"],
  ["insert", "Add"],
  ["update", "Change"],
  ["delete", "Remove"],
];

function guardLines({ entity, set }: Omit<Question, "command">): readonly string[] {
  return Object.entries(entity.guards ?? {})
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([name, rule]) => {
      const who = ruleWords(rule, { entity, set, command: "select" });
      return `- Choose \`${name}\`: ${who}. For all others it keeps its default.`;
    });
}

function tried(cells: ReturnType<typeof accessMatrix>["cells"]): string {
  const actors = new Set(cells.map(({ actor }) => JSON.stringify(actor))).size;
  return `Tried ${cells.length} times by ${actors} actors`;
}

function fileLines(buckets: readonly Bucket[]): string {
  return buckets
    .toSorted((left, right) => compareText(left.name, right.name))
    .map(({ name, public: isPublic }) => {
      const readers = isPublic ? "everyone who knows the address" : "their owner";
      return `- ${name}: files are read by ${readers}; users add, change and remove those in the folder named after their id.`;
    })
    .join("\n");
}

interface Question {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly command: AccessCommand;
}

function words(question: Question): string {
  return ruleWords(question.entity.access[question.command], question);
}

function ruleWords(rule: AccessRule, question: Question): string {
  if (rule === "everyone") return "everyone, also without an account";
  if (rule === "signed-in") return "every user who is logged in";
  if (rule === "owner") return `the user in \`${question.entity.owner ?? ""}\``;
  if (rule === "nobody") return "nobody but the server";
  if ("through" in rule) return throughWords(rule.through, question);
  if ("role" in rule && !("member" in rule)) return roleWords(rule.role, question);
  if ("when" in rule)
    return `${ruleWords(rule.rule, question)}, where ${conditionWords(rule.when)}`;
  if ("anyOf" in rule) return rule.anyOf.map((one) => ruleWords(one, question)).join("; or ");
  if ("allOf" in rule) return rule.allOf.map((one) => ruleWords(one, question)).join(", and only ");
  return `as declared: \`${JSON.stringify(rule)}\``;
}

function roleWords(role: string, { entity, command }: Question): string {
  const holders = `users with the role \`${role}\``;
  const mustOwn = entity.owner !== null && command === "insert";
  return mustOwn ? `${holders}, in their own name (\`${entity.owner}\`)` : holders;
}

function throughWords(field: string, { entity, set, command }: Question): string {
  const parent = set.target(entity, field);
  const readers = `whoever may read the row of ${parent.table} in \`${field}\``;
  const mustOwn = entity.owner !== null && (command === "insert" || command === "update");
  return mustOwn ? `${readers}, in their own name (\`${entity.owner}\`)` : readers;
}

function conditionWords(condition: RowCondition): string {
  const value = (one: unknown): string => (one === null ? "empty" : `\`${String(one)}\``);
  const field = `\`${condition.field}\``;
  if ("in" in condition) return `${field} is one of ${condition.in.map(value).join(", ")}`;
  if ("is" in condition) return `${field} is ${value(condition.is)}`;
  return `${field} is not ${value(condition.isNot)}`;
}
