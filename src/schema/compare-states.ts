import type { AlterTableCmd, Node } from "@pgsql/types";
import type { StatementLabel } from "../spec/migration.ts";
import { printSql } from "./ast/print-sql.ts";
import { addConstraint, alterTable, createTable, drop, inPublic } from "./ast/statements.ts";
import { publicSchema } from "./ast/names.ts";
import { changeColumns } from "./change-columns.ts";
import type { ConstraintState, DatabaseState, Part, TableState } from "./state/database-state.ts";

/** A statement under the heading it is printed below. */
export interface PlannedStatement {
  readonly section: string;
  readonly node: Node;
  readonly label: StatementLabel;
}

interface States {
  readonly before: DatabaseState;
  readonly after: DatabaseState;
}

interface TablePair {
  readonly before: TableState;
  readonly after: TableState;
}

/**
 * The statements that turn one state into another, in an order that always works: what must go,
 * shared parts, new tables, changes of tables that exist, storage.
 */
export function compareStates({ before, after }: States): readonly PlannedStatement[] {
  const names = new Set(before.tables.map((table) => table.name));
  const created = after.tables.filter((table) => !names.has(table.name));
  const pairs = after.tables.flatMap((table) => {
    const earlier = before.tables.find(({ name }) => name === table.name);
    return earlier === undefined ? [] : [{ before: earlier, after: table }];
  });
  const dropped = before.tables
    .filter((table) => !after.tables.some(({ name }) => name === table.name))
    .toReversed();
  const shared = "Shared by all tables";
  const storage = "Files";
  return [
    ...removeParts("Files: replaced rules", { before: before.storage, after: after.storage }),
    ...pairs.flatMap(loosenTable),
    ...dropped.flatMap(detachTable),
    ...dropped.flatMap(dropTable),
    ...addParts(shared, { before: before.shared, after: after.shared }),
    ...createTables(created),
    ...pairs.flatMap((pair) => extendTable(pair, names)),
    ...addParts(storage, { before: before.storage, after: after.storage }),
    ...removeParts(`${shared}: no longer needed`, { before: before.shared, after: after.shared }),
  ];
}

function additive(section: string, nodes: readonly Node[]): readonly PlannedStatement[] {
  return nodes.map((node) => ({ section, node, label: "additive" as const }));
}

/** Drops what changed tables no longer have, and what must be made anew. */
function loosenTable({ before, after }: TablePair): readonly PlannedStatement[] {
  const section = `${after.title}: replaced parts`;
  return [
    ...removeParts(section, { before: before.parts, after: after.parts }),
    ...additive(
      section,
      dropConstraints(
        before,
        before.constraints.filter((own) => !hasConstraint(after, own)),
      ),
    ),
  ];
}

function hasConstraint(table: TableState, wanted: ConstraintState): boolean {
  const found = table.constraints.find(({ name }) => name === wanted.name);
  return found !== undefined && JSON.stringify(found.node) === JSON.stringify(wanted.node);
}

function dropConstraints(
  table: TableState,
  constraints: readonly ConstraintState[],
): readonly Node[] {
  return constraints.map(({ name }) =>
    alterTable(inPublic(table.name), [{ subtype: "AT_DropConstraint", name }]),
  );
}

/** Foreign keys among dropped tables go first, so that circles of them can be dropped too. */
function detachTable(table: TableState): readonly PlannedStatement[] {
  const foreignKeys = table.constraints.filter(
    ({ references }) => references !== null && references !== table.name,
  );
  const section = `${table.title}: no longer part of the app`;
  return additive(section, dropConstraints(table, foreignKeys));
}

function dropTable(table: TableState): readonly PlannedStatement[] {
  const section = `${table.title}: no longer part of the app`;
  const functions = table.parts.filter((part) => part.outlivesTable);
  return [
    { section, node: drop("OBJECT_TABLE", [publicSchema, table.name]), label: "destructive" },
    ...additive(
      section,
      functions.flatMap((part) => part.drop),
    ),
  ];
}

/** Tables in order; a foreign key to a table that comes later is added once that exists. */
function createTables(tables: readonly TableState[]): readonly PlannedStatement[] {
  const later = new Set(tables.map((table) => table.name));
  const postponed: PlannedStatement[] = [];
  const statements = tables.flatMap((table) => {
    later.delete(table.name);
    const waits = ({ references }: ConstraintState) => references !== null && later.has(references);
    const elements: readonly Node[] = [
      ...table.columns.map(({ node }) => ({ ColumnDef: node })),
      ...table.constraints.filter((own) => !waits(own)).map(({ node }) => ({ Constraint: node })),
    ];
    const commands = table.constraints.filter(waits).map(({ node }) => addConstraint(node));
    if (commands.length > 0) {
      postponed.push(
        ...additive("References between tables", [alterTable(inPublic(table.name), commands)]),
      );
    }
    return [
      ...additive(table.title, [createTable(inPublic(table.name), elements)]),
      ...addParts(table.title, { before: [], after: table.parts }),
    ];
  });
  return [...statements, ...postponed];
}

function extendTable(
  { before, after }: TablePair,
  existing: ReadonlySet<string>,
): readonly PlannedStatement[] {
  const section = `${after.title}: changes`;
  const table = inPublic(after.name);
  const columns = changeColumns({ before, after, existing });
  const added: readonly AlterTableCmd[] = after.constraints
    .filter((own) => !hasConstraint(before, own))
    .map(({ node }) => addConstraint(node));
  return [
    ...columns.alter.map((change) => ({ section, ...change })),
    ...(added.length === 0 ? [] : additive(section, [alterTable(table, added)])),
    ...additive(section, columns.backfill),
    ...addParts(section, { before: before.parts, after: after.parts }),
  ];
}

interface PartLists {
  readonly before: readonly Part[];
  readonly after: readonly Part[];
}

function removeParts(section: string, { before, after }: PartLists): readonly PlannedStatement[] {
  const gone = before.filter((old) => {
    const kept = after.find(({ id }) => id === old.id);
    return kept === undefined || (!kept.inPlace && !sameStatements(kept, old));
  });
  return additive(
    section,
    gone.toReversed().flatMap((old) => old.drop),
  );
}

function addParts(section: string, { before, after }: PartLists): readonly PlannedStatement[] {
  return after.flatMap((wanted) => {
    const old = before.find(({ id }) => id === wanted.id);
    if (old !== undefined && sameStatements(old, wanted)) return [];
    return additive(section, [...wanted.create, ...(old === undefined ? wanted.afterwards : [])]);
  });
}

function sameStatements(left: Part, right: Part): boolean {
  return left.create.map(printSql).join(";") === right.create.map(printSql).join(";");
}
