import { compareText } from "../../core/compare-text.ts";
import { catalogKey, type CatalogKind, type CatalogObject } from "../../spec/catalog-object.ts";
import type { Difference } from "../../spec/difference.ts";
import { changedFacts, type Catalog } from "./catalog.ts";
import { isWidening } from "./is-widening.ts";

interface Catalogs {
  readonly actual: Catalog;
  readonly wanted: Catalog;
}

/** What differs, table by table. What hangs on a table that is missing or extra as a whole is not listed. */
export function listDifferences({ actual, wanted }: Catalogs): readonly Difference[] {
  const missing = wanted.objects
    .filter((object) => !actual.has(catalogKey(object)) && !goesWithTable(object, actual))
    .map((object) => difference("missing", object));
  const extra = actual.objects
    .filter((object) => !wanted.has(catalogKey(object)) && !goesWithTable(object, wanted))
    .filter((object) => !isHarmless(object))
    .map((object) => difference("extra", object));
  const different = actual.objects.flatMap((object) => {
    const other = wanted.find(catalogKey(object));
    return other === undefined ? [] : changes(object, other);
  });
  return [...missing, ...extra, ...different].toSorted(
    (left, right) =>
      compareText(left.object, right.object) ||
      compareText(left.kind, right.kind) ||
      compareText(left.message, right.message),
  );
}

function goesWithTable(object: CatalogObject, other: Catalog): boolean {
  const { kind, schema, table, name } = object;
  if (kind === "table" || table === null) return false;
  if (schema !== "public" && schema !== "private") return false;
  if (!other.has(`table ${schema}.${table}`)) return true;
  // So does the comment of a column.
  return kind === "comment" && name !== "" && !other.has(`column ${schema}.${table}.${name}`);
}

/** Files of a closed bucket stay, partitions are made as time goes by, and a schema of ours is empty without the rest. */
function isHarmless({ kind, facts }: CatalogObject): boolean {
  if (kind === "bucket") return facts["public"] === "no";
  return kind === "schema" || (kind === "table" && facts["partition"] !== null);
}

function difference(change: "missing" | "extra", object: CatalogObject): Difference {
  const { kind } = object;
  const message =
    change === "missing"
      ? `${described(object)} is missing${detailOf(object)}`
      : `${described(object)} is not in the entities${detailOf(object)}`;
  return {
    change,
    kind,
    object: pathOf(object),
    message,
    label: change === "extra" && losing.has(kind) ? "destructive" : "additive",
  };
}

/** Kinds that take data or protection with them. */
const losing: ReadonlySet<CatalogKind> = new Set([
  "table",
  "column",
  "policy",
  "trigger",
  "function",
  "view",
  "type",
]);

function changes(actual: CatalogObject, wanted: CatalogObject): readonly Difference[] {
  return changedFacts(actual, wanted).map((fact) => {
    const is = actual.facts[fact] ?? null;
    const should = wanted.facts[fact] ?? null;
    return {
      change: "different",
      kind: actual.kind,
      object: pathOf(actual),
      message: `${described(actual)}: ${fact} is ${words(is)}, should be ${words(should)}`,
      label: isLosing({ kind: actual.kind, fact, is, should }) ? "destructive" : "additive",
    };
  });
}

interface Change {
  readonly kind: CatalogKind;
  readonly fact: string;
  readonly is: string | null;
  readonly should: string | null;
}

function isLosing({ kind, fact, is, should }: Change): boolean {
  if (kind === "column" && fact === "type") return !isWidening(is ?? "", should ?? "");
  if (kind === "column") return fact === "required" && should === "yes";
  if (kind !== "grants") return false;
  const kept = new Set((should ?? "").split(", "));
  return (is ?? "").split(", ").some((privilege) => privilege !== "" && !kept.has(privilege));
}

function pathOf({ schema, table, name }: CatalogObject): string {
  return [schema, table, name].filter((part) => part !== null && part !== "").join(".");
}

function described(object: CatalogObject): string {
  const { kind, table, name } = object;
  const path = pathOf(object).replace(/^public\./, "");
  if (kind === "row security") return `row level security of ${path}`;
  if (kind === "grants") return `grants on ${path}`;
  if (kind === "comment") return `the comment on ${path}`;
  if (kind === "publication") return `${table} in publication ${name}`;
  if (["constraint", "index", "policy", "trigger"].includes(kind))
    return `${kind} ${name} on ${path.slice(0, -name.length - 1)}`;
  return `${kind} ${path}`;
}

function detailOf({ kind, facts }: CatalogObject): string {
  switch (kind) {
    case "column":
      return `: ${facts["type"]}${facts["required"] === "yes" ? ", required" : ""}`;
    case "constraint":
      return `: ${facts["definition"]}`;
    case "policy":
      return `: ${facts["command"]} for ${facts["roles"]}`;
    default:
      return "";
  }
}

function words(value: string | null): string {
  if (value === null) return "nothing";
  const line = value.replaceAll(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
