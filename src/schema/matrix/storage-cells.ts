import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Bucket } from "../../spec/entity.ts";
import { call, text } from "../ast/expressions.ts";
import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import { fileSet, type FileSet, type StoredFile } from "./stored-files.ts";
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
type StoredPlace = Pick<StoredFile, "bucket" | "path">;
const actors: readonly ActorName[] = ["anon", "owner", "other", "stranger", "service_role"];

/** Files in folders of two users and outside all folders in every bucket, and one bucket that nobody declared. */
export function storageFixtures(buckets: readonly Bucket[]): readonly string[] {
  if (buckets.length === 0) return [];
  const { there, undeclared } = fileSet(buckets);
  return [
    insertSql({ schema: "storage", table: "buckets" }, { id: undeclared, name: undeclared }),
    ...there.map((file) => insertSql(table, columnsOf(file))),
  ];
}

function columnsOf({ bucket, path }: StoredPlace) {
  return { bucket_id: bucket, name: path };
}

/**
 * Attempts on files: everybody has the folder named after their id in every declared bucket and nothing else,
 * whether the bucket is public or not, because public files are read without asking the database.
 */
export function storageCells(buckets: readonly Bucket[]): readonly AccessCell[] {
  if (buckets.length === 0) return [];
  const files = fileSet(buckets);
  return [
    ...files.there.flatMap((file) => existingFileCells(files, file)),
    ...files.buckets.flatMap((bucket) => newFileCells(files, bucket)),
    ...files.buckets.flatMap((bucket) => moveCells(files, bucket)),
    ...everyFileCells(files),
    ...moveEveryFileCells(files),
  ];
}

interface FileAttempt {
  readonly command: AccessCommand;
  readonly operation: string;
  readonly description: string;
  readonly sql: string;
  readonly expect: (actor: ActorName) => Expectation;
}

function fileCells({ expect, ...attempt }: FileAttempt): readonly AccessCell[] {
  return actors.map((actor) =>
    accessCell({
      table: "storage.objects",
      ...attempt,
      actor,
      actorValue: actorOf(actor),
      expect: expect(actor),
    }),
  );
}

/** What finds no file is no error. */
function existingFileCells(files: FileSet, file: StoredFile): readonly AccessCell[] {
  const target: RowTarget = { table, key: columnsOf(file) };
  const expect = (actor: ActorName) => touching(files.mayReach(actor, file) ? 1 : 0);
  const where = `${file.bucket}, ${file.what}`;
  const attempts = [
    { command: "select", operation: "find", sql: selectSql(target) },
    { command: "update", operation: "replace", sql: updateSql(target, { updated_at: now }) },
    { command: "delete", operation: "remove", sql: deleteSql(target) },
  ] as const;
  return attempts.flatMap(({ command, operation, sql }) =>
    fileCells({
      command,
      operation: `${file.bucket}/${operation}/${file.what}`,
      description: `${operation} a file (${where})`,
      sql,
      expect,
    }),
  );
}

function newFileCells(files: FileSet, bucket: string): readonly AccessCell[] {
  const places: readonly (readonly [operation: string, path: string, words: string])[] = [
    ["upload", `${users.owner}/new`, "into the owner's folder"],
    ["upload-deep", `${users.owner}/a/b`, "below the owner's folder"],
    ["upload-loose", "new", "outside all folders"],
    ["upload-lookalike", `${users.owner}x/new`, "into a folder that only begins like the owner's"],
    ["upload-named", users.owner, "as a file named like the owner's folder"],
    ["upload-inside", `shared/${users.owner}/new`, "into a folder of that name inside another one"],
  ];
  return places.flatMap(([operation, path, words]) =>
    fileCells({
      command: "insert",
      operation: `${bucket}/${operation}`,
      description: `upload ${words} (${bucket})`,
      sql: insertSql(table, columnsOf({ bucket, path })),
      expect: (actor) => (files.mayReach(actor, { bucket, path }) ? touching(1) : denied),
    }),
  );
}

/** The owner's file is moved to every kind of place: who may not reach it finds nothing, who may not put it there is refused. */
function moveCells(files: FileSet, bucket: string): readonly AccessCell[] {
  const from = { bucket, path: `${users.owner}/there` };
  const others = files.buckets.filter((one) => one !== bucket).slice(-2);
  const places: readonly (readonly [operation: string, to: StoredPlace, words: string])[] = [
    ["move", { bucket, path: `${users.stranger}/moved` }, "into another user's folder"],
    ["move-out", { bucket, path: "moved" }, "out of all folders"],
    ["move-within", { bucket, path: `${users.owner}/moved` }, "within its folder"],
    ...others.map(
      (other) =>
        [
          `move-to-${other}`,
          { bucket: other, path: `${users.owner}/moved` },
          `to the bucket ${other}`,
        ] as const,
    ),
  ];
  return places.flatMap(([operation, to, words]) =>
    fileCells({
      command: "update",
      operation: `${bucket}/${operation}`,
      description: `move a file of ${bucket} ${words}`,
      sql: updateSql({ table, key: columnsOf(from) }, columnsOf(to)),
      expect: (actor) => {
        if (!files.mayReach(actor, from)) return { kind: "unaffected" };
        return files.mayReach(actor, to) ? touching(1) : denied;
      },
    }),
  );
}

/** Statements without WHERE meet the files of one's own folders only, in declared buckets. */
function everyFileCells(files: FileSet): readonly AccessCell[] {
  const target: RowTarget = { table, key: null };
  const attempts: readonly { readonly command: AccessCommand; readonly sql: string }[] = [
    { command: "select", sql: selectSql(target) },
    { command: "update", sql: updateSql(target, { updated_at: now }) },
    { command: "delete", sql: deleteSql(target) },
  ];
  return attempts.flatMap(({ command, sql }) =>
    fileCells({
      command,
      operation: `${command}-all`,
      description: `${command} every file at once`,
      sql,
      expect: (actor) => touching(files.reachedBy(actor)),
    }),
  );
}

/**
 * Without WHERE, and without reading a column, only the check of the update policy stands in the way of files that
 * leave their folder or their bucket.
 */
function moveEveryFileCells(files: FileSet): readonly AccessCell[] {
  const target: RowTarget = { table, key: null };
  const own = call("concat", [call(["auth", "uid"]), text("/"), call("gen_random_uuid")]);
  const elsewhere = call("concat", [text(`${users.stranger}/`), call("gen_random_uuid")]);
  const refused = (actor: ActorName): Expectation => {
    const reached = files.reachedBy(actor);
    return actor === "service_role" || reached === 0 ? touching(reached) : denied;
  };
  return [
    ...fileCells({
      command: "update",
      operation: "move-all",
      description: "move every file at once into another user's folder",
      sql: updateSql(target, { name: elsewhere }),
      expect: refused,
    }),
    ...fileCells({
      command: "update",
      operation: "move-all-elsewhere",
      description: "move every file at once into a bucket that nobody declared",
      sql: updateSql(target, { bucket_id: files.undeclared, name: own }),
      expect: refused,
    }),
  ];
}
