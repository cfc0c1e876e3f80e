import type { Entity } from "../spec/entity.ts";

/** The function by which the server makes partitions of an event table ahead. */
export function prepareFunction({ table }: Pick<Entity, "table">): string {
  return `prepare_${table}`;
}
