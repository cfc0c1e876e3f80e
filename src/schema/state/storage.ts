import type { Node } from "@pgsql/types";
import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Bucket } from "../../spec/entity.ts";
import { createPolicy } from "../ast/access-statements.ts";
import {
  and,
  array,
  boolean,
  call,
  cast,
  column,
  element,
  equal,
  integer,
  isIn,
  relation,
  scalar,
  select,
  text,
  typeName,
} from "../ast/expressions.ts";
import { drop } from "../ast/statements.ts";
import { part, type Part } from "./database-state.ts";

/**
 * Buckets, and policies that give every user the folder named after their id in each of them.
 * Public objects are read through their public URL, which asks no policy: nobody may list other
 * people's folders. One policy a command covers all buckets, so that no two are asked for one row.
 */
export function storageOf(buckets: readonly Bucket[]): readonly Part[] {
  if (buckets.length === 0) return [];
  const sorted = buckets.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const condition = and([
    isIn(
      column("bucket_id"),
      sorted.map((bucket) => text(bucket.name)),
    ),
    equal(element(call(["storage", "foldername"], [column("name")]), 1), myFolder()),
  ]);
  const commands: readonly AccessCommand[] = ["select", "insert", "update", "delete"];
  return [
    ...sorted.map(bucketPart),
    ...commands.map((command) => folderPolicy(command, condition)),
  ];
}

function myFolder(): Node {
  return cast(scalar(select({ columns: [call(["auth", "uid"])] })), typeName("text"));
}

function folderPolicy(command: AccessCommand, condition: Node): Part {
  const table = { schema: "storage", table: "objects" };
  const name = `own_folder_${command}`;
  const using = command === "insert" ? null : condition;
  const check = command === "insert" || command === "update" ? condition : null;
  return part({
    id: `policy storage.objects ${name}`,
    create: [createPolicy({ name, table, command, roles: ["authenticated"], using, check })],
    drop: [drop("OBJECT_POLICY", ["storage", "objects", name])],
  });
}

/** A bucket that left the plan is closed to the public; its files stay, because no migration can delete them. */
function bucketPart(bucket: Bucket): Part {
  return part({
    id: `bucket ${bucket.name}`,
    create: [upsertBucket(bucket)],
    drop: [closeBucket(bucket)],
    inPlace: true,
  });
}

function upsertBucket(bucket: Bucket): Node {
  const values: readonly (readonly [name: string, value: Node])[] = [
    ["id", text(bucket.name)],
    ["name", text(bucket.name)],
    ["public", boolean(bucket.public)],
    ["file_size_limit", integer(bucket.maxBytes)],
    ["allowed_mime_types", array(bucket.mimeTypes.map(text))],
  ];
  const updated = values.map(([name]) => name).filter((name) => name !== "id" && name !== "name");
  return {
    InsertStmt: {
      relation: relation({ schema: "storage", table: "buckets" }),
      cols: values.map(([name]) => ({ ResTarget: { name } })),
      selectStmt: {
        SelectStmt: {
          valuesLists: [{ List: { items: values.map(([, value]) => value) } }],
          limitOption: "LIMIT_OPTION_DEFAULT",
          op: "SETOP_NONE",
        },
      },
      onConflictClause: {
        action: "ONCONFLICT_UPDATE",
        infer: {
          indexElems: [
            {
              IndexElem: {
                name: "id",
                ordering: "SORTBY_DEFAULT",
                nulls_ordering: "SORTBY_NULLS_DEFAULT",
              },
            },
          ],
        },
        targetList: updated.map((name) => ({ ResTarget: { name, val: column("excluded", name) } })),
      },
      override: "OVERRIDING_NOT_SET",
    },
  };
}

function closeBucket(bucket: Bucket): Node {
  return {
    UpdateStmt: {
      relation: relation({ schema: "storage", table: "buckets" }),
      targetList: [{ ResTarget: { name: "public", val: boolean(false) } }],
      whereClause: equal(column("id"), text(bucket.name)),
    },
  };
}
