import type { Node } from "@pgsql/types";
import { catalogKey, type CatalogObject } from "../../spec/catalog-object.ts";
import { publicSchema, qualified, quoted } from "../ast/names.ts";
import { changedFacts, type Catalog } from "./catalog.ts";
import { returnsOtherwise } from "./detached-objects.ts";
import { dropOf } from "./drop-object.ts";
import { parseStatement } from "./parse-statement.ts";

interface Catalogs {
  readonly actual: Catalog;
  readonly wanted: Catalog;
}

/** What must go before anything else is changed: views and functions that nobody declares, and rights that nobody gives. */
export function clearWay({ actual, wanted }: Catalogs): readonly Node[] {
  const extras = actual.objects.filter((object) => !wanted.has(catalogKey(object)));
  return [
    ...extras.filter(({ kind }) => kind === "view").map(dropView),
    ...extras.filter(({ kind }) => kind === "function").map(dropFunction),
    ...extras
      .filter((object) => standsInTheWay(object, extras))
      .flatMap((object) => dropOf(object) ?? []),
    ...actual.objects.flatMap((object) => {
      const other = wanted.find(catalogKey(object));
      return other === undefined ? [] : loosen(object, other);
    }),
  ];
}

/** What can go only when nothing uses it any more. */
export function clearRest({ actual, wanted }: Catalogs): readonly Node[] {
  const extras = actual.objects.filter((object) => !wanted.has(catalogKey(object)));
  return [
    ...extras
      .filter(({ kind, schema, facts }) => {
        return kind === "table" && schema !== publicSchema && facts["partition"] === null;
      })
      .map(({ schema, table }) => parseStatement(`drop table ${qualified(schema, table ?? "")}`)),
    ...extras
      .filter(({ kind }) => kind === "type")
      .map(({ schema, name, facts }) =>
        parseStatement(
          `drop ${facts["kind"] === "d" ? "domain" : "type"} ${qualified(schema, name)}`,
        ),
      ),
  ];
}

/** The policy of a table that goes keeps others from going that it reads. */
function standsInTheWay(
  { kind, table, facts }: CatalogObject,
  extras: readonly CatalogObject[],
): boolean {
  if (kind !== "policy") return false;
  const text = `${facts["using"]} ${facts["check"]}`;
  const others = extras.filter((other) => other.kind === "table" && other.table !== table);
  return others.some((other) => text.includes(qualified(other.schema, other.table ?? "")));
}

function dropView({ schema, name, facts }: CatalogObject): Node {
  const kind = facts["kind"] === "m" ? "materialized view" : "view";
  return parseStatement(`drop ${kind} if exists ${qualified(schema, name)} cascade`);
}

function dropFunction(object: CatalogObject): Node {
  return parseStatement(`drop function if exists ${signatureOf(object)} cascade`);
}

/** Arguments are written by Postgres; their names and modes are allowed where a function is named. */
function signatureOf({ schema, name }: CatalogObject): string {
  return `${quoted(schema)}.${name}`;
}

function loosen(object: CatalogObject, other: CatalogObject): readonly Node[] {
  const changed = changedFacts(object, other);
  const owner = qualified(object.schema, object.table ?? "");
  if (changed.length === 0) return [];
  switch (object.kind) {
    case "function":
      if (returnsOtherwise(object, other)) return [dropFunction(object)];
      if (!changed.includes("callable by") || object.facts["callable by"] === null) return [];
      return [
        parseStatement(
          `revoke all on function ${signatureOf(object)} from ${object.facts["callable by"]}`,
        ),
      ];
    case "grants": {
      const roles = ["public", "service_role"].filter((role) => changed.includes(role));
      const held = roles.filter((role) => object.facts[role] !== undefined);
      return held.length === 0
        ? []
        : [parseStatement(`revoke all on ${owner} from ${held.join(", ")}`)];
    }
    case "row security":
      return object.facts["state"] === "forced"
        ? [parseStatement(`alter table ${owner} no force row level security`)]
        : [];
    case "table":
      return changed.includes("replica identity") && other.facts["replica identity"] === "key"
        ? [parseStatement(`alter table ${owner} replica identity default`)]
        : [];
    case "column":
      return changed.includes("identity") && object.facts["identity"] !== null
        ? [parseStatement(`alter table ${owner} alter column ${quoted(object.name)} drop identity`)]
        : [];
    default:
      return [];
  }
}
