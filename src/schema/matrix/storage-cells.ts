import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Bucket } from "../../spec/entity.ts";
import { call, text } from "../ast/expressions.ts";
import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import {
  deleteSql,
  insertSql,
  now,
  selectSql,
  updateSql,
  type RowTarget,
} from "./row-statements.ts";
import { actorOf, users, type ActorName } from "./users.ts";

const table = { schema: "storage", table: "objects" };
const actors: readonly ActorName[] = ["anon", "owner", "other", "stranger", "service_role"];
const folderOwners = [users.owner, users.other];

/** One object of two users in every bucket. */
export function storageFixtures(buckets: readonly Bucket[]): readonly string[] {
  return buckets.flatMap(({ name }) =>
    folderOwners.map((user) => insertSql(table, { bucket_id: name, name: `${user}/there` })),
  );
}

/**
 * Attempts on files: everybody has the folder named after their id in every bucket and nothing else,
 * whether the bucket is public or not, because public files are read without asking the database.
 */
export function storageCells(buckets: readonly Bucket[]): readonly AccessCell[] {
  if (buckets.length === 0) return [];
  return [
    ...buckets.flatMap(bucketCells),
    ...everyFileCells(buckets.length),
    ...moveEveryFileCells(buckets.length),
  ];
}

interface FileAttempt {
  readonly command: AccessCommand;
  readonly operation: string;
  readonly description: string;
  readonly sql: string;
  /** What the owner of the first folder meets; the service role is always allowed, all others are refused. */
  readonly owner: "allowed" | "refused";
  /** How a refusal looks: an insert is denied, the others find nothing. */
  readonly refusal: Expectation;
}

function bucketCells({ name: bucket }: Bucket): readonly AccessCell[] {
  const there: RowTarget = { table, key: { bucket_id: bucket, name: `${users.owner}/there` } };
  const fileAt = (path: string) => insertSql(table, { bucket_id: bucket, name: path });
  const unaffected: Expectation = { kind: "unaffected" };
  const attempts: readonly FileAttempt[] = [
    {
      command: "select",
      operation: "find",
      description: "find a file",
      sql: selectSql(there),
      owner: "allowed",
      refusal: unaffected,
    },
    {
      command: "insert",
      operation: "upload",
      description: "upload into the owner's folder",
      sql: fileAt(`${users.owner}/new`),
      owner: "allowed",
      refusal: denied,
    },
    {
      command: "insert",
      operation: "upload-deep",
      description: "upload below the owner's folder",
      sql: fileAt(`${users.owner}/a/b`),
      owner: "allowed",
      refusal: denied,
    },
    {
      command: "insert",
      operation: "upload-loose",
      description: "upload outside all folders",
      sql: fileAt("new"),
      owner: "refused",
      refusal: denied,
    },
    {
      command: "insert",
      operation: "upload-lookalike",
      description: "upload into a folder that only begins like the owner's",
      sql: fileAt(`${users.owner}x/new`),
      owner: "refused",
      refusal: denied,
    },
    {
      command: "update",
      operation: "replace",
      description: "replace a file",
      sql: updateSql(there, { updated_at: now }),
      owner: "allowed",
      refusal: unaffected,
    },
    {
      command: "delete",
      operation: "remove",
      description: "remove a file",
      sql: deleteSql(there),
      owner: "allowed",
      refusal: unaffected,
    },
  ];
  const move = updateSql(there, { name: `${users.stranger}/moved` });
  return [
    ...attempts.flatMap((attempt) => actors.map((actor) => fileCell(bucket, { attempt, actor }))),
    ...actors.map((actor) =>
      accessCell({
        table: "storage.objects",
        command: "update",
        operation: `${bucket}/move`,
        actor,
        actorValue: actorOf(actor),
        description: `move a file of ${bucket} into another user's folder`,
        sql: move,
        expect: actor === "service_role" ? touching(1) : actor === "owner" ? denied : unaffected,
      }),
    ),
  ];
}

function fileCell(
  bucket: string,
  { attempt, actor }: { readonly attempt: FileAttempt; readonly actor: ActorName },
): AccessCell {
  const isAllowed = actor === "service_role" || (actor === "owner" && attempt.owner === "allowed");
  return accessCell({
    table: "storage.objects",
    command: attempt.command,
    operation: `${bucket}/${attempt.operation}`,
    actor,
    actorValue: actorOf(actor),
    description: `${attempt.description} (${bucket})`,
    sql: attempt.sql,
    expect: isAllowed ? touching(1) : attempt.refusal,
  });
}

/** Statements without WHERE meet the files of one's own folders only, in all buckets. */
function everyFileCells(buckets: number): readonly AccessCell[] {
  const target: RowTarget = { table, key: null };
  const attempts: readonly { readonly command: AccessCommand; readonly sql: string }[] = [
    { command: "select", sql: selectSql(target) },
    { command: "update", sql: updateSql(target, { updated_at: now }) },
    { command: "delete", sql: deleteSql(target) },
  ];
  const filesOf = (actor: ActorName): number => {
    if (actor === "service_role") return buckets * folderOwners.length;
    return actor === "owner" || actor === "other" ? buckets : 0;
  };
  return attempts.flatMap(({ command, sql }) =>
    actors.map((actor) =>
      accessCell({
        table: "storage.objects",
        command,
        operation: `${command}-all`,
        actor,
        actorValue: actorOf(actor),
        description: `${command} every file at once`,
        sql,
        expect: touching(filesOf(actor)),
      }),
    ),
  );
}

/**
 * Without WHERE, and without reading a column, only the check of the update policy stands in the way of files that
 * leave their folder.
 */
function moveEveryFileCells(buckets: number): readonly AccessCell[] {
  const elsewhere = call("concat", [text(`${users.stranger}/`), call("gen_random_uuid")]);
  const sql = updateSql({ table, key: null }, { name: elsewhere });
  return actors.map((actor) =>
    accessCell({
      table: "storage.objects",
      command: "update",
      operation: "move-all",
      actor,
      actorValue: actorOf(actor),
      description: "move every file at once into another user's folder",
      sql,
      expect:
        actor === "service_role"
          ? touching(buckets * folderOwners.length)
          : actor === "owner" || actor === "other"
            ? denied
            : { kind: "unaffected" },
    }),
  );
}
