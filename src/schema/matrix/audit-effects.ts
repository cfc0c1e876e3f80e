import type { Node } from "@pgsql/types";
import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import {
  and,
  cast,
  column,
  equal,
  integer,
  isNull,
  isPresent,
  operation,
  relation,
  select,
  text,
  typeName,
} from "../ast/expressions.ts";
import { printLine } from "../ast/print-sql.ts";
import { auditLog, isAudited } from "../audit.ts";
import type { EffectCell } from "./effect-cell.ts";
import type { EntityContext } from "./expectations.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import { forgedTime } from "./insert-cells.ts";
import { writtenValues } from "./matrix-rows.ts";
import {
  deleteSql,
  insertSql,
  rowTarget,
  tableOf,
  updateSql,
  type RowTarget,
} from "./row-statements.ts";
import { actorOf, users } from "./users.ts";

const asServer = "set local role service_role";
const asOwner = "set local role none";

/** A user whom no fixture knows. */
const lateUser = "f0000000-0000-4000-8000-0000000000af";

/**
 * What happens to rows is recorded, with the user on whose behalf it happens or nobody, the role, the row's key, and
 * of changes the values that were there before. The service role acts, which the log binds as it does everybody.
 */
export function auditEffects(context: EntityContext): readonly EffectCell[] {
  const { entity, maker } = context;
  if (!isAudited(entity)) return [];
  const [old] = maker.rowsOf(entity);
  const found = entity.signUp === null ? newRow(context) : null;
  return [
    ...(entity.signUp === null ? [] : signUpEffects(entity)),
    ...(found === null ? [] : newRowEffects(found)),
    ...(old === undefined ? [] : [changeEffect(old)]),
  ];
}

function newRow({ entity, maker }: EntityContext): FixtureRow | null {
  for (const owner of Object.values(users)) {
    const row = maker.propose({ entity, label: "new", owner });
    if (row !== null) return row;
  }
  return null;
}

function effect(
  { table }: Entity,
  what: string,
  rest: Pick<EffectCell, "statements"> & Partial<EffectCell>,
): EffectCell {
  return { id: `${table}/recorded-${what}`, tables: [table], ...rest };
}

/** The row is removed by nobody in particular. */
function newRowEffects(row: FixtureRow): readonly EffectCell[] {
  const { entity } = row;
  const { key } = rowTarget(row);
  const insert = insertSql(tableOf(entity), writtenValues(row));
  const remove = [asServer, deleteSql(rowTarget(row)), asOwner];
  const inserted = recordedSql(entity, { key, command: "insert", actor: users.owner });
  const deleted = recordedSql(entity, { key, command: "delete", actor: null });
  return [
    effect(entity, "insert", {
      actor: actorOf("owner"),
      statements: [asServer, insert, asOwner, inserted],
    }),
    effect(entity, "delete", { statements: [insert, ...remove, deleted] }),
  ];
}

/** The row comes and goes with its user, through triggers and foreign keys. */
function signUpEffects(entity: Entity): readonly EffectCell[] {
  const account = { schema: "auth", table: "users" };
  const key = { id: lateUser };
  const insert = insertSql(account, {
    id: lateUser,
    email: "late@example.com",
    raw_user_meta_data: "{}",
  });
  const remove = deleteSql({ table: account, key });
  const recorded = (command: AccessCommand): string =>
    recordedSql(entity, { key, command, actor: null, role: null });
  return [
    effect(entity, "insert", { statements: [insert, recorded("insert")] }),
    effect(entity, "delete", { statements: [insert, remove, recorded("delete")] }),
  ];
}

/** Only the column that changes is recorded, as it was. */
function changeEffect(row: FixtureRow): EffectCell {
  const { entity } = row;
  const target = rowTarget(row);
  const change = updateSql(target, { created_at: forgedTime });
  const recorded = recordedSql(entity, {
    key: target.key,
    command: "update",
    actor: users.owner,
    changed: "created_at",
  });
  return effect(entity, "update", {
    actor: actorOf("owner"),
    statements: [asServer, change, asOwner, recorded],
  });
}

interface Recorded {
  readonly key: RowTarget["key"];
  readonly command: AccessCommand;
  readonly actor: string | null;
  /** Null: whichever it was. Default: the service role. */
  readonly role?: string | null;
  /** The one column whose old value is there, beside that of `updated_at`. */
  readonly changed?: string;
}

function recordedSql(
  entity: Entity,
  { key, command, actor, role = "service_role", changed }: Recorded,
): string {
  const where = [
    equal(column("table_name"), text(entity.table)),
    operation({ left: column("row_key"), operator: "@>", right: keyDocument(entity, key) }),
    equal(column("command"), text(command.toUpperCase())),
    actor === null ? isNull(column("actor")) : equal(column("actor"), text(actor)),
    ...(role === null ? [] : [equal(column("role"), text(role))]),
    ...(changed === undefined ? [isNull(column("old_values"))] : onlyChanged(changed)),
  ];
  const from = { RangeVar: relation(auditLog) };
  return printLine(select({ columns: [integer(1)], from, where: and(where) }));
}

/** Times are written in another way in the log. */
function keyDocument({ fields }: Entity, key: RowTarget["key"]): Node {
  const times = new Set(
    fields.filter(({ type }) => type === "timestamptz").map(({ name }) => name),
  );
  const parts = Object.entries(key ?? {}).filter(([name]) => !times.has(name));
  return cast(text(JSON.stringify(Object.fromEntries(parts))), typeName("jsonb"));
}

function onlyChanged(name: string): readonly Node[] {
  const old = column("old_values");
  const other = operation({ left: old, operator: "-", right: text("updated_at") });
  const none = cast(text("{}"), typeName("jsonb"));
  return [
    isPresent(operation({ left: old, operator: "->", right: text(name) })),
    equal(operation({ left: other, operator: "-", right: text(name) }), none),
  ];
}
