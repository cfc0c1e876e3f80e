import type { Node } from "@pgsql/types";
import { printSql } from "./ast/print-sql.ts";
import {
  addConstraint,
  alterTable,
  createPartitionedTable,
  createTable,
  drop,
  inPublic,
} from "./ast/statements.ts";
import { publicSchema } from "./ast/names.ts";
import { backfillOf, changeColumns } from "./change-columns.ts";
import { dropOlderKey } from "./rerunnable.ts";
import type { ConstraintState, DatabaseState, Part, TableState } from "./state/database-state.ts";

/** A statement under the heading it is printed below. */
export interface PlannedStatement {
  readonly section: string;
  readonly node: Node;
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
  // What refers to a new key comes after it.
  const rekeyed = pairs.filter(({ before: old, after: next }) =>
    next.constraints.some((own) => isKey(own) && !hasConstraint(old, own)),
  );
  const dropped = before.tables
    .filter((table) => !after.tables.some(({ name }) => name === table.name))
    .toReversed();
  const shared = "Shared by all tables";
  const storage = "Files";
  return [
    ...removeParts("Files: replaced rules", { before: before.storage, after: after.storage }),
    ...pairs.flatMap(removeTableParts),
    ...pairs.flatMap((pair) => loosenTable(pair, "references")),
    ...dropped.flatMap(detachTable),
    ...pairs.flatMap((pair) => loosenTable(pair, "others")),
    ...dropped.flatMap(dropTable),
    ...addParts(shared, { before: before.shared, after: after.shared }),
    ...rekeyed.flatMap(extendColumns),
    ...createTables(created),
    ...pairs.flatMap((pair) => [
      ...(rekeyed.includes(pair) ? [] : extendColumns(pair)),
      ...extendTable(pair),
    ]),
    ...pairs.flatMap((pair) => fillColumns(pair, names)),
    ...addParts(storage, { before: before.storage, after: after.storage }),
    ...removeParts(`${shared}: no longer needed`, { before: before.shared, after: after.shared }),
  ];
}

function below(section: string, nodes: readonly Node[]): readonly PlannedStatement[] {
  return nodes.map((node) => ({ section, node }));
}

/** Drops what changed tables no longer have, and what must be made anew. */
function removeTableParts({ before, after }: TablePair): readonly PlannedStatement[] {
  const kept = new Set(after.columns.map(({ name }) => name));
  const columns = before.columns.filter(({ name }) => !kept.has(name));
  // The comment of a column goes with it.
  const gone = new Set(columns.map(({ name }) => `comment ${before.name} ${name}`));
  return removeParts(`${after.title}: replaced parts`, {
    before: before.parts.filter(({ id }) => !gone.has(id)),
    after: after.parts,
  });
}

/** Keys can be dropped only after all references to them. */
function loosenTable(
  { before, after }: TablePair,
  which: "references" | "others",
): readonly PlannedStatement[] {
  const gone = before.constraints.filter(
    (own) => !hasConstraint(after, own) && (own.references !== null) === (which === "references"),
  );
  const section = `${after.title}: replaced parts`;
  const table = inPublic(after.name);
  return gone.flatMap((old) => {
    const replacing = after.constraints.find((own) => own.name === old.name && isKey(own));
    return below(
      section,
      replacing === undefined
        ? dropConstraints(before, [old])
        : [dropOlderKey({ table, key: replacing.node })],
    );
  });
}

function isKey({ node }: ConstraintState): boolean {
  return node.contype === "CONSTR_PRIMARY" || node.contype === "CONSTR_UNIQUE";
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
  const dependent = table.parts.filter((part) => part.needsTable);
  return [
    ...below(
      section,
      dependent.flatMap((part) => part.drop),
    ),
    ...below(section, dropConstraints(table, foreignKeys)),
  ];
}

function dropTable(table: TableState): readonly PlannedStatement[] {
  const section = `${table.title}: no longer part of the app`;
  const functions = table.parts.filter((part) => part.outlivesTable);
  return [
    ...below(section, [drop("OBJECT_TABLE", [publicSchema, table.name])]),
    ...below(
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
        ...below("References between tables", [alterTable(inPublic(table.name), commands)]),
      );
    }
    return [
      ...below(table.title, [createNew(table, elements)]),
      ...addParts(table.title, { before: [], after: table.parts }),
    ];
  });
  return [...statements, ...postponed];
}

function createNew({ name, partitionedBy: by }: TableState, elements: readonly Node[]): Node {
  if (by === null) return createTable(inPublic(name), elements);
  return createPartitionedTable(inPublic(name), { elements, by });
}

/** Columns and keys. */
function extendColumns({ before, after }: TablePair): readonly PlannedStatement[] {
  const section = `${after.title}: changes`;
  const keys = after.constraints.filter((own) => isKey(own) && !hasConstraint(before, own));
  return [
    ...below(section, changeColumns({ before, after })),
    ...below(section, addConstraints(after, keys)),
  ];
}

/** Everything else that a table gets. */
function extendTable({ before, after }: TablePair): readonly PlannedStatement[] {
  const section = `${after.title}: changes`;
  const added = after.constraints.filter((own) => !isKey(own) && !hasConstraint(before, own));
  return [
    ...below(section, addConstraints(after, added)),
    ...addParts(section, { before: before.parts, after: after.parts }),
  ];
}

/** References of partitioned tables cannot be added first and validated later. */
function addConstraints(
  { name, partitionedBy }: TableState,
  constraints: readonly ConstraintState[],
): readonly Node[] {
  if (constraints.length === 0) return [];
  return [
    alterTable(
      inPublic(name),
      constraints.map(({ node }) =>
        addConstraint(partitionedBy === null ? node : { ...node, skip_validation: false }),
      ),
    ),
  ];
}

/** Rows can be counted when all tables have their columns. */
function fillColumns(
  { before, after }: TablePair,
  existing: ReadonlySet<string>,
): readonly PlannedStatement[] {
  return below(`${after.title}: changes`, backfillOf({ before, after, existing }));
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
  return below(
    section,
    gone.toReversed().flatMap((old) => old.drop),
  );
}

function addParts(section: string, { before, after }: PartLists): readonly PlannedStatement[] {
  return after.flatMap((wanted) => {
    const old = before.find(({ id }) => id === wanted.id);
    if (old !== undefined && sameStatements(old, wanted)) return [];
    return below(section, [...wanted.create, ...(old === undefined ? wanted.afterwards : [])]);
  });
}

function sameStatements(left: Part, right: Part): boolean {
  return left.create.map(printSql).join(";") === right.create.map(printSql).join(";");
}
