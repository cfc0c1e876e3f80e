import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { catalogKey, type CatalogObject } from "../../spec/catalog-object.ts";
import { qualified, quoted } from "../ast/names.ts";
import type { Catalog } from "./catalog.ts";

interface Catalogs {
  readonly actual: Catalog;
  readonly wanted: Catalog;
}

/**
 * A rename looks like something that goes and something that comes. Nobody can tell them apart, so that none is guessed:
 * where one is possible, the statement is named that would keep the data.
 */
export function findRenames({ actual, wanted }: Catalogs): readonly Diagnostic[] {
  const missing = wanted.objects.filter((object) => !actual.has(catalogKey(object)));
  const extra = actual.objects.filter((object) => !wanted.has(catalogKey(object)));
  const shapes = { actual: shapeOf(actual), wanted: shapeOf(wanted) };
  return extra.flatMap((gone) =>
    missing
      .filter((come) => isAlike({ gone, come, shapes }))
      .map((come) => possibleRename(gone, come)),
  );
}

type Shape = (table: string) => string;

function shapeOf(catalog: Catalog): Shape {
  return (table) =>
    catalog
      .ofTable("public", table)
      .filter(({ kind }) => kind === "column")
      .map(({ name, facts }) => `${name} ${facts["type"]}`)
      .toSorted()
      .join(", ");
}

interface Pair {
  readonly gone: CatalogObject;
  readonly come: CatalogObject;
  readonly shapes: { readonly actual: Shape; readonly wanted: Shape };
}

function isAlike({ gone, come, shapes }: Pair): boolean {
  if (gone.kind !== come.kind || gone.schema !== "public" || come.schema !== "public") return false;
  if (gone.kind === "column")
    return gone.table === come.table && gone.facts["type"] === come.facts["type"];
  if (gone.kind !== "table" || gone.table === null || come.table === null) return false;
  return shapes.actual(gone.table) === shapes.wanted(come.table);
}

function possibleRename(gone: CatalogObject, come: CatalogObject): Diagnostic {
  const isTable = gone.kind === "table";
  const [from, to] = isTable ? [gone.table ?? "", come.table ?? ""] : [gone.name, come.name];
  const owner = qualified(gone.schema, gone.table ?? "");
  const column = isTable ? "" : `column ${quoted(from)} `;
  return diagnostic({
    code: "schema/perhaps-renamed",
    severity: "info",
    name: isTable ? from : `${gone.table}.${from}`,
    message: `${from} goes and ${to} comes: all that is in ${from} is lost, even if it was only renamed.`,
    fix: `If it was renamed, first run this as a migration of its own, then compare again: alter table ${owner} rename ${column}to ${quoted(to)};`,
  });
}
