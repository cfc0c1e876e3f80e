import type { Entity, SearchLanguage } from "../spec/entity.ts";

/** By what an entity is searched. */
export interface Search {
  /** The most significant first. */
  readonly fields: readonly string[];
  readonly language: SearchLanguage;
}

/** The column that every entity with a search has. */
export const searchColumn = "search_vector";

/** Most rows of one page. */
export const maxSearchPage = 100;

/** How an entity is searched, or null when it is not. */
export function searchOf({ search }: Entity): Search | null {
  if (search === undefined) return null;
  if ("fields" in search) return search;
  return { fields: search, language: "simple" };
}

/** The function of the API that searches a table. */
export function searchFunction({ table }: Pick<Entity, "table">): string {
  return `search_${table}`;
}
