import type { Catalog } from "../../catalog/catalog.ts";
import { checkDesigned } from "../../catalog/check-designed.ts";
import { designedEntry } from "../../catalog/with-designed.ts";
import { hasErrors } from "../../core/diagnostic.ts";
import { blueprintSchema, type Blueprint } from "../../spec/blueprint.ts";
import type { Resource } from "../../spec/resource.ts";
import { resourceEntity, type NamedResource } from "./resource-entity.ts";
import { nameResource, takenNames, type TakenNames } from "./resource-names.ts";
import { summaryOf, titleOf } from "./resource-texts.ts";

interface ResourceFeature {
  /** With its pages. */
  readonly blueprint: Blueprint;
  /** The thing itself, then what belongs to it. */
  readonly resources: readonly Resource[];
}

export interface ResourceDesign {
  readonly features: readonly ResourceFeature[];
  /** What could not be designed, because it has no usable name, or no place in the catalog. */
  readonly refused: readonly Resource[];
}

interface Owner {
  /** The entity that every user has one row of. */
  readonly entity: string;
  readonly feature: string;
}

/**
 * A feature for each resource that stands alone, with all that belongs to it: entities with their owner, access rules,
 * orders and search, and the pages that follow from them. The same resources and catalog give the same features.
 */
export function designResources(resources: readonly Resource[], catalog: Catalog): ResourceDesign {
  const owner = ownerIn(catalog);
  if (owner === null || catalog.pages === null) return { features: [], refused: resources };
  const features: ResourceFeature[] = [];
  const refused: Resource[] = [];
  let taken = takenNames(catalog);
  for (const group of groupsOf(resources)) {
    const named = nameGroup(group, taken);
    const blueprint = named === null ? null : blueprintOf(named, { owner, catalog });
    const others = features.map((feature) => feature.blueprint);
    const isSound =
      blueprint !== null && !hasErrors(checkDesigned([...others, blueprint], catalog));
    if (named === null || !isSound) {
      refused.push(...group);
      continue;
    }
    features.push({ blueprint, resources: group });
    taken = withNames(taken, named);
  }
  return { features, refused };
}

/** The entity that signing up makes for every user: rows belong to it. */
function ownerIn({ entries }: Catalog): Owner | null {
  for (const { blueprint } of entries.values()) {
    const entity = blueprint.entities.find(({ signUp }) => signUp !== null);
    if (entity !== undefined) return { entity: entity.name, feature: blueprint.id };
  }
  return null;
}

/** What stands alone, each with all that belongs to it, however far. */
function groupsOf(resources: readonly Resource[]): readonly (readonly Resource[])[] {
  const partsOf = (noun: string): readonly Resource[] =>
    resources
      .filter(({ partOf }) => partOf === noun)
      .flatMap((part) => [part, ...partsOf(part.noun)]);
  return resources
    .filter(({ partOf }) => partOf === null)
    .map((whole) => [whole, ...partsOf(whole.noun)]);
}

/** Names for all of a group, or null when one of them has none. */
function nameGroup(group: readonly Resource[], taken: TakenNames): readonly NamedResource[] | null {
  const named: NamedResource[] = [];
  let used = taken;
  for (const resource of group) {
    const name = nameResource(resource, used);
    if (name === null) return null;
    named.push({ resource, ...name });
    used = withNames(used, named);
  }
  return named;
}

function withNames(taken: TakenNames, named: readonly NamedResource[]): TakenNames {
  return {
    entities: new Set([...taken.entities, ...named.map(({ entity }) => entity)]),
    tables: new Set([...taken.tables, ...named.map(({ table }) => table)]),
  };
}

interface Surroundings {
  readonly owner: Owner;
  readonly catalog: Catalog;
}

function blueprintOf(
  named: readonly NamedResource[],
  { owner, catalog }: Surroundings,
): Blueprint | null {
  const [whole] = named;
  if (whole === undefined) return null;
  const id = whole.table.replaceAll("_", "-");
  const texts = {
    id,
    whole: whole.resource,
    parts: named.slice(1).map(({ resource }) => resource),
  };
  const parsed = blueprintSchema.safeParse({
    id,
    title: titleOf(whole.resource),
    ...summaryOf(texts),
    requires: [owner.feature],
    entities: named.map((each) => resourceEntity(each, { named, owner: owner.entity })),
    storage: bucketsOf(named, { id, catalog }),
    files: [`src/features/${id}/types.ts`],
  });
  return parsed.success ? designedEntry(parsed.data, catalog).blueprint : null;
}

function bucketsOf(
  named: readonly NamedResource[],
  { id, catalog }: { readonly id: string; readonly catalog: Catalog },
): readonly unknown[] {
  const pictured = named.find(({ resource }) => resource.kind.picture !== null);
  if (pictured === undefined || catalog.resources === null) return [];
  const { readers, largestPicture } = pictured.resource;
  const { pictures } = catalog.resources;
  const maxBytes = largestPicture ?? pictures.maxBytes;
  return [{ ...pictures, name: `${id}-pictures`, public: readers === "everyone", maxBytes }];
}
