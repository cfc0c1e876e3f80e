import type { Catalog } from "../../catalog/catalog.ts";
import { listedFiles } from "../../catalog/listed-files.ts";
import { reservedWords } from "../../schema/checks/reserved-words.ts";
import type { Resource } from "../../spec/resource.ts";

/** How a resource is called in the database and in code. */
export interface ResourceName {
  /** `watering` */
  readonly entity: string;
  /** `waterings` */
  readonly table: string;
}

/** Names that are taken already, or that something else means. */
export interface TakenNames {
  readonly entities: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
}

/** Longest name, so that those that are made from it stay below the limits of Postgres. */
const longestName = 36;

/** Rows of what is called so would refer to it by the column of their own owner. */
const ownColumns = new Set(["owner"]);

/**
 * What the features of a catalog call their own: nothing else may be called so. The first parts of their paths are
 * taken too, because lists of resources have theirs there.
 */
export function takenNames({ entries }: Catalog): TakenNames {
  const blueprints = [...entries.values()].map(({ blueprint }) => blueprint);
  const entities = blueprints.flatMap((blueprint) => blueprint.entities);
  const folders = blueprints
    .flatMap(listedFiles)
    .flatMap(({ file }) => /^src\/features\/([^/]+)\//.exec(file)?.[1] ?? []);
  const roots = blueprints
    .flatMap(({ routes }) => routes)
    .flatMap(({ path }) => path.split("/")[1] ?? []);
  const places = [...entries.keys(), ...folders, ...roots].map((name) => name.replaceAll("-", "_"));
  return {
    entities: new Set(entities.map(({ name }) => name)),
    tables: new Set([...entities.map(({ table }) => table), ...places]),
  };
}

/** Names for a resource that nothing else has; null when its words make no name. */
export function nameResource(
  { noun, plural }: Pick<Resource, "noun" | "plural">,
  taken: TakenNames,
): ResourceName | null {
  const [one, many] = [snake(noun), snake(plural)];
  if (one === null || many === null) return null;
  const table = firstFree([many, `${one}_records`, `own_${many}`], (name) => {
    return !taken.tables.has(name) && !taken.entities.has(name) && !reservedWords.has(name);
  });
  const entity = firstFree([one, `${one}_record`, `own_${one}`], (name) => {
    return name !== table && !taken.entities.has(name) && !ownColumns.has(name);
  });
  return table === null || entity === null ? null : { entity, table };
}

function firstFree(names: readonly string[], isFree: (name: string) => boolean): string | null {
  return names.find(isFree) ?? null;
}

/** Lower snake case without accents; null where letters remain that no identifier has. */
function snake(noun: string): string | null {
  const plain = noun
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[\s'’-]+/g, "_");
  return /^[a-z][a-z0-9_]*$/.test(plain) && plain.length <= longestName ? plain : null;
}
