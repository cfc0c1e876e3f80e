import { compareText } from "../core/compare-text.ts";
import type { AccessCommand } from "../spec/access-rule.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { accessMatrix } from "./access-matrix.ts";
import { isAudited } from "./audit.ts";
import { code, markdownTable } from "./access-page/markdown.ts";
import { noBlock, ownerWords, ruleWords } from "./access-page/rule-words.ts";
import { lockedColumns } from "./matrix/oracle.ts";
import { searchFunction, searchOf } from "./search.ts";
import { isSoftlyDeleted } from "./soft-delete.ts";
import { entitySet, type EntitySet } from "./state/entity-set.ts";

interface AccessPage {
  /** The app's name, or what else the database is called. */
  readonly title: string;
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
  /** How a reader repeats the proof: a shell command, and what it does. */
  readonly commands: readonly { readonly run: string; readonly does: string }[];
}

/**
 * A page in Markdown for people: who may do what with each table and bucket, which columns are kept from them, and
 * how that is proven. The same input gives the same bytes. The entities must have passed `checkEntities`.
 */
export function printAccessPage(page: AccessPage): string {
  const { title, buckets } = page;
  const set = entitySet(page.entities);
  const entities = set.entities.toSorted((left, right) => compareText(left.table, right.table));
  const sections = [
    `# Who may do what in ${title.replaceAll(/\s+/g, " ")}`,
    "Postgres itself enforces this page, whatever the code of the app does: what it does not allow is refused. " +
      "Only the server's own key (`service_role`) may do everything.",
    ...(entities.length === 0 ? [] : tableSections(entities, set)),
    ...(buckets.length === 0 ? [] : ["## Files", bucketTable(buckets), bucketNotes]),
    "## How this is proven",
    ...proof(page),
  ];
  return `${sections.join("\n\n")}\n`;
}

function tableSections(entities: readonly Entity[], set: EntitySet): readonly string[] {
  const table = rowTable(entities);
  return [
    "## Tables",
    table,
    tableNotes(entities, table),
    "## Columns",
    columnTable(entities, set),
    columnNotes,
    ...guardSection(entities),
    ...searchSection(entities),
    ...liveSection(entities),
    ...auditSection(entities),
  ];
}

const commandHeads: readonly (readonly [command: AccessCommand, head: string])[] = [
  ["select", "Read"],
  ["insert", "Add"],
  ["update", "Change"],
  ["delete", "Remove"],
];

function rowTable(entities: readonly Entity[]): string {
  return markdownTable(
    ["Table", ...commandHeads.map(([, head]) => head)],
    entities.map((entity) => [
      code(entity.table),
      ...commandHeads.map(([command]) => commandWords(entity, command)),
    ]),
  );
}

function commandWords(entity: Entity, command: AccessCommand): string {
  if (command === "delete" && isSoftlyDeleted(entity))
    return `${ownerWords(entity.owner)}, by setting ${code("deleted_at")}`;
  return ruleWords(entity.access[command], { entity, command });
}

/** What the short words of the table mean, by those that occur in it. */
function tableNotes(entities: readonly Entity[], table: string): string {
  const owner = entities
    .map((entity) => entity.owner)
    .find((name) => name !== null && name !== "id");
  const [readers = "", parent = ""] = /readers of its ([^|,;.]*[^|,;. ])/.exec(table) ?? [];
  const notes: readonly (readonly [word: string, meaning: string])[] = [
    ["everyone", ": visitors without an account, too."],
    [
      owner === undefined ? "" : ownerWords(owner),
      ` and the like: the user whom the row names in ${code(owner ?? "")}.`,
    ],
    ["its own user", ": the user with whose account the row was made."],
    [readers, ` and the like: whoever may read the ${parent} that the row refers to.`],
    ["in their own name", ": the row must say that it is theirs."],
    [
      noBlock,
      ": neither of the two has blocked the other. Nor can rows be made that refer to one across a block.",
    ],
  ];
  const used = notes.filter(([word]) => word !== "" && table.includes(word));
  return used.map(([word, meaning]) => `- _${word}_${meaning}`).join("\n");
}

function columnTable(entities: readonly Entity[], set: EntitySet): string {
  return markdownTable(
    ["Table", "Whose a row is", "Users cannot change", "Counted by the database"],
    entities.map((entity) => {
      const counters = set.countersOn(entity).map(({ column }) => column);
      const owner = entity.owner === null ? [] : [entity.owner];
      const kept = [...new Set([...owner, ...lockedColumns(entity, set)])].filter(
        (name) => name !== "created_at" && !counters.includes(name),
      );
      return [
        code(entity.table),
        columnList(owner),
        entity.access.update === "nobody" ? "anything" : columnList(kept),
        columnList(counters),
      ];
    }),
  );
}

function columnList(names: readonly string[]): string {
  return names.length === 0 ? "–" : names.map(code).join(", ");
}

const columnNotes =
  "What the database counts it also sets, as it does `created_at` and `updated_at` of every row.";

/** Columns that only some of those may write who may write the row. */
function guardSection(entities: readonly Entity[]): readonly string[] {
  const rows = entities.flatMap((entity) =>
    Object.entries(entity.guards ?? {})
      .toSorted(([left], [right]) => compareText(left, right))
      .map(([column, rule]) => [
        code(`${entity.table}.${column}`),
        ruleWords(rule, { entity, command: "column" }),
      ]),
  );
  if (rows.length === 0) return [];
  return [
    "Of those who may write a row, only some may choose the values of these columns; for all others they keep what " +
      "they hold, in new rows their default:",
    markdownTable(["Column", "Chosen by"], rows),
  ];
}

/** The only functions that clients call and that read tables for them. */
function searchSection(entities: readonly Entity[]): readonly string[] {
  const searched = entities.filter((entity) => searchOf(entity) !== null);
  if (searched.length === 0) return [];
  return [
    "## Search",
    `Rows are found by words through ${columnList(searched.map(searchFunction))}: those that the caller may read, and no others.`,
  ];
}

/** What is sent to clients without their asking. */
function liveSection(entities: readonly Entity[]): readonly string[] {
  const live = entities.filter(({ realtime }) => realtime === true).map(({ table }) => table);
  if (live.length === 0) return [];
  return [
    "## Live changes",
    `Changes of ${columnList(live)} are sent to those who subscribe to them and may read the row. ` +
      "Of a removed row all subscribers get the key, and nothing else.",
  ];
}

/** What is written down of everybody, and who may read it. */
function auditSection(entities: readonly Entity[]): readonly string[] {
  const audited = entities.filter(isAudited).map(({ table }) => table);
  if (audited.length === 0) return [];
  return [
    "## Record of changes",
    `Each new, changed and removed row of ${columnList(audited)} is recorded in ${code("private.audit_log")}: when, by ` +
      "which user and role, and what it held before a change. Users cannot read the record, and nobody can change it: " +
      "the server's key reads it, triggers alone add to it.",
  ];
}

function bucketTable(buckets: readonly Bucket[]): string {
  return markdownTable(
    ["Bucket", "Read", "Add, change, remove", "At most", "Types"],
    buckets
      .toSorted((left, right) => compareText(left.name, right.name))
      .map(({ name, public: isPublic, maxBytes, mimeTypes }) => [
        code(name),
        isPublic ? "everyone who knows the address" : "its owner",
        "its owner",
        size(maxBytes),
        mimeTypes.map(code).join(", "),
      ]),
  );
}

const bucketNotes = "_Its owner_: the user after whose id the file's folder is named.";

/** In whichever of both megabytes it is a round number. */
function size(bytes: number): string {
  const unit = bytes % 1_000_000 === 0 ? 1_000_000 : 1024 * 1024;
  if (bytes < unit) return `${Math.ceil(bytes / 1024)} KB`;
  return `${Math.round((bytes / unit) * 10) / 10} MB`;
}

function proof({ entities, buckets, commands }: AccessPage): readonly string[] {
  const { cells } = accessMatrix(entities, buckets);
  const people = new Set(cells.map(({ actor }) => JSON.stringify(actor))).size;
  return [
    `From these rules alone come ${cells.length} attempts by ${people} kinds of people: each command on each table and ` +
      "bucket, on rows that satisfy the rule and rows that do not, with and without a condition, and the ways in which " +
      "access usually leaks, such as adding rows in another's name or giving them away. Each is made on a Postgres of " +
      "its own, and must reach exactly the rows that it may. To repeat it:",
    commands.map(({ run, does }) => `- ${code(run)} ${does}`).join("\n"),
  ];
}
