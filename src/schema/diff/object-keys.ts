import type { Node } from "@pgsql/types";
import { catalogKey, type CatalogKind } from "../../spec/catalog-object.ts";
import { childrenOf, fieldNames, isNode, type Properties } from "../lints/tree.ts";

/**
 * Keys of the catalog objects that a statement makes or changes; of a function without its arguments, as `function
 * private.f(`. None for statements about rows.
 */
export function objectKeys(node: Node): readonly string[] {
  const [statement] = childrenOf(node);
  if (statement === undefined) return [];
  const { kind, value } = statement;
  switch (kind) {
    case "CreateSchemaStmt":
      return [key("schema", [text(value["schemaname"])])];
    case "CreateStmt":
      return [onTable("table", value["relation"])];
    case "AlterTableStmt":
      return commandKinds(value).map((found) => onTable(found, value["relation"]));
    case "IndexStmt":
      return [onTable("index", value["relation"], text(value["idxname"]))];
    case "CreateTrigStmt":
      return [onTable("trigger", value["relation"], text(value["trigname"]))];
    case "CreatePolicyStmt":
      return [onTable("policy", value["table"], text(value["policy_name"]))];
    case "CreateFunctionStmt":
      return [functionKey(fieldNames(value["funcname"]))];
    case "GrantStmt":
      return grantKeys(value);
    case "CommentStmt":
      return childrenOf(value["object"]).flatMap((list) =>
        list.kind === "List" ? [key("comment", fieldNames(list.value))] : [],
      );
    case "AlterPublicationStmt":
      return publicationKeys(value);
    case "InsertStmt":
      return bucketKeys(value);
    default:
      return [];
  }
}

function key(kind: CatalogKind, path: readonly string[]): string {
  return `${kind} ${path.join(".")}`;
}

function functionKey(path: readonly string[]): string {
  return `${key("function", path.length === 1 ? ["public", ...path] : path)}(`;
}

function onTable(kind: CatalogKind, relation: unknown, name = ""): string {
  const properties = isNode(relation) ? relation : {};
  const schema = text(properties["schemaname"]) || "public";
  return catalogKey({ kind, schema, table: text(properties["relname"]), name });
}

function commandKinds(value: Properties): readonly CatalogKind[] {
  const subtypes = childrenOf(value["cmds"]).map((command) => text(command.value["subtype"]));
  const kinds = subtypes.map((subtype): CatalogKind =>
    subtype.endsWith("RowSecurity") ? "row security" : "table",
  );
  return [...new Set(kinds)];
}

function grantKeys(value: Properties): readonly string[] {
  const objects = childrenOf(value["objects"]);
  return objects.flatMap(({ kind, value: object }) => {
    if (kind === "RangeVar") return [onTable("grants", object)];
    return kind === "ObjectWithArgs" ? [functionKey(fieldNames(object["objname"]))] : [];
  });
}

function publicationKeys(value: Properties): readonly string[] {
  return childrenOf(value["pubobjects"]).map(({ value: object }) => {
    const table = isNode(object["pubtable"]) ? object["pubtable"] : {};
    return onTable("publication", table["relation"], text(value["pubname"]));
  });
}

/** A bucket is a row whose id comes first. */
function bucketKeys(value: Properties): readonly string[] {
  const relation = isNode(value["relation"]) ? value["relation"] : {};
  if (relation["schemaname"] !== "storage" || relation["relname"] !== "buckets") return [];
  const id = firstText(value["selectStmt"]);
  return id === null ? [] : [key("bucket", ["storage", id])];
}

function firstText(tree: unknown): string | null {
  for (const { kind, value } of childrenOf(tree)) {
    const inner = isNode(value["sval"]) ? value["sval"] : {};
    if (kind === "A_Const" && typeof inner["sval"] === "string") return inner["sval"];
    const found = firstText(value);
    if (found !== null) return found;
  }
  return null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
