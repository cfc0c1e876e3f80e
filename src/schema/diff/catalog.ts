import { catalogKey, type CatalogObject } from "../../spec/catalog-object.ts";

/** The objects of a database by their keys. */
export class Catalog {
  readonly objects: readonly CatalogObject[];
  readonly #byKey: ReadonlyMap<string, CatalogObject>;

  constructor(objects: readonly CatalogObject[]) {
    this.objects = objects;
    this.#byKey = new Map(objects.map((object) => [catalogKey(object), object]));
  }

  find(key: string): CatalogObject | undefined {
    return this.#byKey.get(key);
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** Whole keys for one that may lack the arguments of its function. */
  resolve(key: string): readonly string[] {
    if (!key.endsWith("(")) return [key];
    const found = [...this.#byKey.keys()].filter((candidate) => candidate.startsWith(key));
    return found.length === 0 ? [key] : found;
  }

  ofTable(schema: string, table: string): readonly CatalogObject[] {
    return this.objects.filter((object) => object.schema === schema && object.table === table);
  }
}

/** The attributes in which two objects of one name differ, sorted. */
export function changedFacts(actual: CatalogObject, wanted: CatalogObject): readonly string[] {
  const names = new Set([...Object.keys(actual.facts), ...Object.keys(wanted.facts)]);
  return [...names]
    .filter((name) => (actual.facts[name] ?? null) !== (wanted.facts[name] ?? null))
    .toSorted();
}
