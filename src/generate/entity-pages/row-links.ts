import { camel, sentence } from "../../catalog/pages/names.ts";
import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import { foreignKeyName } from "../../schema/state/constraints.ts";
import type { Entity, Reference } from "../../spec/entity.ts";
import { labelColumn } from "./row-label.ts";
import type { PageContext } from "./page-context.ts";

/** A reference of a row that pages show or ask for. */
export interface RowLink {
  readonly reference: Reference;
  readonly target: Entity;
  /** The page of the target, when it is one of this feature. */
  readonly page: PageEntity | null;
  readonly isPerson: boolean;
  /** Under which name the target is read beside the row: `category`. */
  readonly name: string;
  readonly label: string;
  /** The columns of the target that are read with the row, separated by commas. */
  readonly columns: string;
  /** The name of the foreign key, by which the target is read. */
  readonly key: string;
}

/** What the rows of an entity refer to, in the order of the blueprint. What leads to the entity itself is left out. */
export function rowLinks(entity: Entity, context: PageContext): readonly RowLink[] {
  const { people } = context.pages.settings;
  return entity.references.flatMap((reference) => {
    const target = context.entities.find(({ name }) => name === reference.to);
    if (target === undefined || target.name === entity.name) return [];
    const page = context.plan.pages.find((each) => each.entity.name === target.name) ?? null;
    const isPerson = target.name === people.entity;
    const stem = reference.field.replace(/_id$/, "");
    const isTaken = stem === reference.field || entity.fields.some((field) => field.name === stem);
    return [
      {
        reference,
        target,
        page,
        isPerson,
        name: camel(isTaken ? `${stem}_row` : stem),
        label: sentence(stem),
        columns: isPerson ? people.columns : `id, ${labelColumn(target)}`,
        key: foreignKeyName(entity, reference),
      },
    ];
  });
}

/** Links that a page shows beside the row: people see no own name on what is theirs alone. */
export function shownLinks(page: PageEntity, context: PageContext): readonly RowLink[] {
  const { entity, audience } = page;
  return rowLinks(entity, context).filter(
    ({ reference }) => audience !== "own" || reference.field !== entity.owner,
  );
}

/** Links that a form asks for: neither the owner nor the parent, which are known, nor what nobody may set. */
export function askedLinks(page: PageEntity, context: PageContext): readonly RowLink[] {
  const { entity, parent } = page;
  return rowLinks(entity, context).filter(
    ({ reference: { field }, isPerson, target }) =>
      field !== entity.owner &&
      field !== parent?.field &&
      entity.guards?.[field] === undefined &&
      (isPerson || target.key === null),
  );
}
