import type { AlterTableCmd, ColumnDef, Node } from "@pgsql/types";
import { cast, column } from "./ast/expressions.ts";
import { alterTable, inPublic } from "./ast/statements.ts";
import type { ColumnState, TableState } from "./state/database-state.ts";

interface TableChange {
  readonly before: TableState;
  readonly after: TableState;
}

interface Backfill extends TableChange {
  /** Names of the tables that exist before the migration. */
  readonly existing: ReadonlySet<string>;
}

/** Fills new columns from rows that exist already. */
export function backfillOf({ before, after, existing }: Backfill): readonly Node[] {
  return addedColumns({ before, after }).flatMap(({ backfill, backfillFrom }) =>
    backfill !== null && backfillFrom !== null && existing.has(backfillFrom) ? [backfill] : [],
  );
}

function addedColumns({ before, after }: TableChange): readonly ColumnState[] {
  return after.columns.filter(({ name }) => !before.columns.some((old) => old.name === name));
}

/**
 * How an existing table gets its new columns, and loses its old ones. What is computed goes before its sources change and
 * comes after them: the server alters no column that another one is computed from.
 */
export function changeColumns({ before, after }: TableChange): readonly Node[] {
  const table = inPublic(after.name);
  const pairs = after.columns.flatMap((own) => {
    const old = before.columns.find(({ name }) => name === own.name);
    return old === undefined ? [] : [{ old, own }];
  });
  // A stored expression cannot be altered in place.
  const remade = pairs.filter(
    ({ old, own }) => !same(generationOf(old.node), generationOf(own.node)),
  );
  const removed = generatedFirst([
    ...before.columns.filter(({ name }) => !after.columns.some((own) => own.name === name)),
    ...remade.map(({ old }) => old),
  ]);
  const alterations = pairs
    .filter((pair) => !remade.includes(pair))
    .flatMap(({ old, own }) => alterColumn(old.node, own.node));
  const added = [...addedColumns({ before, after }), ...remade.map(({ own }) => own)];
  // The server adds them one after the other, so that what is computed must come after its sources.
  const additions = generatedFirst(added.toReversed())
    .toReversed()
    .map(({ node }): AlterTableCmd => ({ subtype: "AT_AddColumn", def: { ColumnDef: node } }));
  return [
    ...removed.map(({ name }) => alterTable(table, [{ subtype: "AT_DropColumn", name }])),
    ...alterations.map((commands) => alterTable(table, commands)),
    ...(additions.length === 0 ? [] : [alterTable(table, additions)]),
  ];
}

function generatedFirst(columns: readonly ColumnState[]): readonly ColumnState[] {
  return [...columns.filter(isGenerated), ...columns.filter((own) => !isGenerated(own))];
}

function isGenerated({ node }: ColumnState): boolean {
  return generationOf(node) !== undefined;
}

/** Commands of one statement each. */
function alterColumn(before: ColumnDef, after: ColumnDef): readonly (readonly AlterTableCmd[])[] {
  const type = typeCommands(before, after);
  const rest = [...defaultCommands(before, after), ...nullCommands(before, after)];
  return [type, rest].filter((commands) => commands.length > 0);
}

function typeCommands(before: ColumnDef, after: ColumnDef): readonly AlterTableCmd[] {
  const { colname: name = "", typeName: type } = after;
  if (type === undefined || same(before.typeName, type)) return [];
  const removesDefault: readonly AlterTableCmd[] =
    expressionOf(before, "CONSTR_DEFAULT") === undefined
      ? []
      : [{ subtype: "AT_ColumnDefault", name }];
  const convert: AlterTableCmd = {
    subtype: "AT_AlterColumnType",
    name,
    def: { ColumnDef: { typeName: type, raw_default: cast(column(name), type) } },
  };
  // The old default may have no cast to the new type; the new one is set afterwards.
  return [...removesDefault, convert];
}

function defaultCommands(before: ColumnDef, after: ColumnDef): readonly AlterTableCmd[] {
  const name = after.colname ?? "";
  const wanted = expressionOf(after, "CONSTR_DEFAULT");
  const dropped = !same(before.typeName, after.typeName);
  if (!dropped && same(expressionOf(before, "CONSTR_DEFAULT"), wanted)) return [];
  if (wanted === undefined) return dropped ? [] : [{ subtype: "AT_ColumnDefault", name }];
  return [{ subtype: "AT_ColumnDefault", name, def: wanted }];
}

function nullCommands(before: ColumnDef, after: ColumnDef): readonly AlterTableCmd[] {
  const name = after.colname ?? "";
  const was = hasConstraint(before, "CONSTR_NOTNULL");
  const is = hasConstraint(after, "CONSTR_NOTNULL");
  if (was === is) return [];
  return [{ subtype: is ? "AT_SetNotNull" : "AT_DropNotNull", name }];
}

function generationOf(node: ColumnDef): Node | undefined {
  return expressionOf(node, "CONSTR_GENERATED");
}

type ColumnConstraint = "CONSTR_DEFAULT" | "CONSTR_GENERATED" | "CONSTR_NOTNULL";

function columnConstraints(node: ColumnDef) {
  return (node.constraints ?? []).flatMap((own) => ("Constraint" in own ? [own.Constraint] : []));
}

function expressionOf(node: ColumnDef, kind: ColumnConstraint): Node | undefined {
  return columnConstraints(node).find(({ contype }) => contype === kind)?.raw_expr;
}

function hasConstraint(node: ColumnDef, kind: ColumnConstraint): boolean {
  return columnConstraints(node).some(({ contype }) => contype === kind);
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
