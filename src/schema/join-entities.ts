import type { AccessRules } from "../spec/access-rule.ts";
import type { Entity, Link } from "../spec/entity.ts";
import { withBlocks } from "./blocks.ts";
import { withSoftDelete } from "./soft-delete.ts";

/**
 * The entities with all that is derived from them: soft deletion, what blocks add to rules, and one more entity for each link, right behind the
 * one that declares it. Entities without links come back as they are, and nothing is joined twice. A link to an entity
 * that is not there gives a join that refers to nothing, which `checkEntities` finds.
 */
export function withJoins(entities: readonly Entity[]): readonly Entity[] {
  const joined = entities.map(withSoftDelete).flatMap((entity) => {
    const { links, ...own } = entity;
    return links === undefined ? [entity] : [own, ...joinsOf(entity, entities)];
  });
  return withBlocks(joined);
}

/** The entities that an entity's links make, in their order. `entities`: all among which links find their ends. */
export function joinsOf(entity: Entity, entities: readonly Entity[]): readonly Entity[] {
  const { links = [], ...own } = entity;
  return links.map((link) => joinOf(own, { link, entities }));
}

interface Join {
  readonly link: Link;
  readonly entities: readonly Entity[];
}

function joinOf(entity: Entity, { link, entities }: Join): Entity {
  const { to } = link;
  const isSelf = to === entity.name;
  const near = `${entity.name}_id`;
  const far = isSelf ? `other_${to}_id` : `${to}_id`;
  const target = entities.find((other) => other.name === to);
  const usualTable =
    link.name === undefined ? `${entity.name}_${target?.table ?? to}` : `${link.name}s`;
  const reference = { required: true, onDelete: "cascade", description: "" } as const;
  return {
    name: link.name ?? `${entity.name}_${to}`,
    table: link.table ?? usualTable,
    title: `${entity.title} and ${isSelf ? "another" : (target?.title ?? to)}`,
    description: "",
    fields: [],
    references: [
      { field: near, to: entity.name, ...reference },
      { field: far, to, ...reference },
    ],
    key: [near, far],
    owner: entity.signUp === null ? null : near,
    signUp: null,
    counters: [],
    indexes: [],
    unique: [],
    distinct: isSelf ? [[near, far]] : [],
    immutable: [],
    access: link.access ?? rulesOf({ entity, target, near, far }),
  };
}

interface Ends {
  readonly entity: Entity;
  readonly target: Entity | undefined;
  readonly near: string;
  readonly far: string;
}

/** Where one end is open at least as far as the other, the stricter one decides alone. */
function rulesOf({ entity, target, near, far }: Ends): AccessRules {
  const closed = { near: closedness(entity), far: target === undefined ? 0 : closedness(target) };
  const areBothClosed = closed.near === 2 && closed.far === 2;
  const through = { through: closed.near > closed.far ? near : far };
  if (entity.signUp === null) {
    const both = { allOf: [{ through: near }, { through: far }] };
    const select = areBothClosed ? both : through;
    return { select, insert: "nobody", update: "nobody", delete: "nobody" };
  }
  const select = areBothClosed ? "owner" : through;
  return { select, insert: { through: far }, update: "nobody", delete: "owner" };
}

/** 0: open to visitors, 1: to users, 2: to some of them only. */
function closedness({ access: { select } }: Entity): 0 | 1 | 2 {
  if (select === "everyone") return 0;
  return select === "signed-in" ? 1 : 2;
}
