import { createdObjects } from "../../schema/created-objects.ts";
import type { SplitStatement } from "../../schema/split-statements.ts";
import { fieldNames } from "../../schema/lints/tree.ts";

/** A migration with its statements, in the order in which they run. */
export interface MigrationFile {
  readonly path: string;
  readonly text: string;
  readonly statements: readonly SplitStatement[];
  /** Whether nobody else can have run it: then statements may leave it. */
  readonly isNew: boolean;
}

/** A statement that did not run, and what the database said. */
export interface FailedStatement {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Texts by path after statements were moved. */
export type Reordered = ReadonlyMap<string, string>;

/**
 * Ways to bring a statement and the later one that makes what it lacks into an order in which both can run, best first:
 * the maker comes before it, or it goes behind the maker. None when nothing makes it.
 */
export function reorderings(
  files: readonly MigrationFile[],
  failed: FailedStatement,
): readonly Reordered[] {
  const all = files.flatMap((file) => file.statements.map((statement) => ({ file, statement })));
  const index = all.findLastIndex(
    ({ file, statement }) => file.path === failed.path && statement.line <= failed.line,
  );
  const user = all[index];
  const wanted = missingObject(failed.message);
  // What is dropped before it is made was meant to be gone, or to be left alone: nobody can tell.
  if (user === undefined || wanted === null || "DropStmt" in user.statement.node) return [];
  const maker = all
    .slice(index + 1)
    .find(({ statement }) => (wanted.isGone ? drops : makes)(statement, wanted));
  if (maker === undefined) return [];
  if (maker.file !== user.file && !(maker.file.isNew && user.file.isNew)) return [];
  const between = all.slice(index + 1, all.indexOf(maker));
  return [
    moved(maker, { place: user, side: "before" }),
    passesRights(user, between) ? null : moved(user, { place: maker, side: "behind" }),
  ].filter((texts) => texts !== null);
}

/** Of two statements about rights the later one wins: they keep their order. */
function passesRights({ statement }: Placed, between: readonly Placed[]): boolean {
  const isRight = ({ node }: SplitStatement) =>
    "GrantStmt" in node || "AlterDefaultPrivilegesStmt" in node;
  return isRight(statement) && between.some((other) => isRight(other.statement));
}

interface Wanted {
  /** Whether the statement needs it to be gone, not to be there. */
  readonly isGone: boolean;
  readonly kinds: readonly string[];
  readonly name: string;
}

const patterns: readonly (readonly [RegExp, readonly string[]])[] = [
  [/constraint "([^"]+)" of relation "[^"]+" does not exist/, ["constraint"]],
  [/column "?([^\s"]+)"? (?:of relation \S+ )?does not exist/, ["column"]],
  [/relation "([^"]+)" does not exist/, ["table", "view", "index", "sequence"]],
  [/schema "([^"]+)" does not exist/, ["schema"]],
  [/type "?([^\s"]+)"? does not exist/, ["type", "table"]],
  [/function ([^\s(]+)\(.*\) does not exist/, ["function"]],
  [/policy "([^"]+)" for table "[^"]+" (?:already exists|does not exist)/, ["policy"]],
  [/(?:relation|trigger|function|type) "([^"]+)" (?:for relation "[^"]+" )?already exists/, []],
];

/** What a statement lacked, in Postgres's words. */
function missingObject(message: string): Wanted | null {
  for (const [pattern, kinds] of patterns) {
    const name = pattern.exec(message)?.[1];
    const isGone = / already exists/.test(message);
    if (name !== undefined) return { isGone, kinds, name: name.split(".").at(-1) ?? name };
  }
  return null;
}

function makes({ node }: SplitStatement, { kinds, name }: Wanted): boolean {
  return [...createdObjects(node), ...otherObjects(node)].some((made) => {
    const [kind = "", path = ""] = made.split(" ");
    return kinds.includes(kind) && path.split(".").at(-1) === name;
  });
}

function drops({ node }: SplitStatement, { name }: Wanted): boolean {
  if (!("DropStmt" in node)) return false;
  const objects = node.DropStmt.objects ?? [];
  return objects.some(
    (object) => fieldNames("List" in object ? object.List.items : [object]).at(-1) === name,
  );
}

function otherObjects(node: SplitStatement["node"]): readonly string[] {
  if ("CreateSchemaStmt" in node) return [`schema ${node.CreateSchemaStmt.schemaname ?? ""}`];
  if ("AlterTableStmt" in node) return constraintsOf(node.AlterTableStmt.cmds ?? []);
  if ("CreateSeqStmt" in node) return [`sequence ${node.CreateSeqStmt.sequence?.relname ?? ""}`];
  if ("CreateEnumStmt" in node)
    return [`type ${fieldNames(node.CreateEnumStmt.typeName).join(".")}`];
  if ("CreateDomainStmt" in node)
    return [`type ${fieldNames(node.CreateDomainStmt.domainname).join(".")}`];
  if ("CompositeTypeStmt" in node) return [`type ${node.CompositeTypeStmt.typevar?.relname ?? ""}`];
  return [];
}

function constraintsOf(commands: readonly SplitStatement["node"][]): readonly string[] {
  return commands.flatMap((command) => {
    const made = "AlterTableCmd" in command ? command.AlterTableCmd.def : undefined;
    if (made === undefined || !("Constraint" in made)) return [];
    return [`constraint ${made.Constraint.conname ?? ""}`];
  });
}

interface Placed {
  readonly file: MigrationFile;
  readonly statement: SplitStatement;
}

/** The texts after one statement was put next to another, or null where they share lines with others. */
function moved(
  one: Placed,
  { place, side }: { readonly place: Placed; readonly side: "before" | "behind" },
): Reordered | null {
  const [from, to] = [linesOf(one), linesOf(place)];
  if (from === null || to === null) return null;
  const block = one.file.text.slice(from.start, from.end).trim();
  const at = side === "before" ? to.start : to.end;
  const inserted = side === "before" ? `${block}\n\n` : `\n${block}\n`;
  if (one.file !== place.file) {
    return new Map([
      [one.file.path, cut(one.file.text, from)],
      [place.file.path, place.file.text.slice(0, at) + inserted + place.file.text.slice(at)],
    ]);
  }
  const { text, path } = one.file;
  const joined =
    at <= from.start
      ? text.slice(0, at) +
        inserted +
        cut(text.slice(at), { start: from.start - at, end: from.end - at })
      : cut(text.slice(0, at), from) + inserted + text.slice(at);
  return new Map([[path, joined]]);
}

interface Lines {
  readonly start: number;
  readonly end: number;
}

/** Without the lines, and without one of the two empty ones around them. */
function cut(text: string, { start, end }: Lines): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  return before.endsWith("\n\n") || before === ""
    ? before + after.replace(/^\n/, "")
    : before + after;
}

/** The whole lines of a statement with the comment right above it, or null when it shares them. */
function linesOf({ file: { text }, statement: { sql, line } }: Placed): Lines | null {
  const lines = text.split("\n");
  const offsetOf = (index: number) =>
    lines.slice(0, index).reduce((sum, own) => sum + own.length + 1, 0);
  const first = offsetOf(line - 1);
  if (!text.startsWith(sql, first)) return null;
  const ending = /^\s*;[ \t]*(?:--[^\n]*)?(?:\n|$)/.exec(text.slice(first + sql.length));
  if (ending === null) return null;
  let top = line - 1;
  while (top > 0 && lines[top - 1]?.startsWith("--") === true) top -= 1;
  return { start: offsetOf(top), end: first + sql.length + ending[0].length };
}
