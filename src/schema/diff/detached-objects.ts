import { qualified } from "../ast/names.ts";
import { catalogKey, type CatalogObject } from "../../spec/catalog-object.ts";
import { changedFacts, type Catalog } from "./catalog.ts";

interface Catalogs {
  readonly actual: Catalog;
  readonly wanted: Catalog;
}

/**
 * Keys of objects that are as they should be and must be made anew all the same: Postgres does not change the type of a
 * column, compute it differently, or replace the key of a table or the result of a function while they depend on it.
 */
export function detachedObjects({ actual, wanted }: Catalogs): ReadonlySet<string> {
  const words = actual.objects.flatMap((object) => {
    const other = wanted.find(catalogKey(object));
    return other === undefined ? [] : movedNames(object, other);
  });
  const detached = new Set<string>();
  const mentions = (object: CatalogObject) =>
    words.some((word) => word.test(`${object.name} ${Object.values(object.facts).join(" ")}`));
  for (const object of actual.objects) {
    if (dependents.has(object.kind) && mentions(object)) detached.add(catalogKey(object));
    if (object.kind === "column" && object.facts["computed"] !== null && mentions(object))
      detached.add(catalogKey(object));
  }
  for (const key of keysThatGo({ actual, wanted, detached })) {
    const { references, columns } = key;
    for (const object of actual.objects) {
      const { definition, kind } = object.facts;
      if (object.kind !== "constraint" || kind !== "f") continue;
      if (definition?.includes(`REFERENCES ${references}(${columns})`) === true)
        detached.add(catalogKey(object));
    }
  }
  return detached;
}

const dependents = new Set(["policy", "trigger", "constraint", "index", "comment"]);

function movedNames(object: CatalogObject, other: CatalogObject): readonly RegExp[] {
  const changed = changedFacts(object, other);
  const isMoved =
    (object.kind === "column" && (changed.includes("type") || changed.includes("computed"))) ||
    (object.kind === "function" && returnsOtherwise(object, other));
  const name = object.name.replace(/\(.*$/s, "").replaceAll('"', "");
  return isMoved ? [new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`)] : [];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** `create or replace` cannot change what a function returns. */
export function returnsOtherwise(object: CatalogObject, other: CatalogObject): boolean {
  return resultOf(object) !== resultOf(other);
}

function resultOf({ facts }: CatalogObject): string {
  return /^ RETURNS .*$/m.exec(facts["definition"] ?? "")?.[0] ?? "";
}

interface GoneKey {
  readonly references: string;
  readonly columns: string;
}

function keysThatGo({
  actual,
  wanted,
  detached,
}: Catalogs & { readonly detached: ReadonlySet<string> }): readonly GoneKey[] {
  return actual.objects.flatMap((object) => {
    const { kind, definition } = object.facts;
    if (object.kind !== "constraint" || (kind !== "p" && kind !== "u")) return [];
    const key = catalogKey(object);
    const other = wanted.find(key);
    const stays =
      other !== undefined && changedFacts(object, other).length === 0 && !detached.has(key);
    const columns = /\(([^)]*)\)/.exec(definition ?? "")?.[1];
    if (stays || columns === undefined) return [];
    return [{ references: qualified(object.schema, object.table ?? ""), columns }];
  });
}
