import type { Entity } from "../../spec/entity.ts";
import { printSql } from "../ast/print-sql.ts";
import { searchOf } from "../search.ts";
import type { EntitySet } from "../state/entity-set.ts";
import {
  createSearch,
  searchBody,
  searchGrant,
  searchRoles,
  visibleRows,
  type VisibleRows,
} from "../state/search.ts";
import type { Mutant } from "./mutant.ts";

const apiRoles = ["anon", "authenticated"] as const;

/**
 * The condition inside a search function opened and closed for each role, and what is read through left to policies
 * that bind nobody there; the right to call it taken away and given to all.
 */
export function searchMutants(entity: Entity, set: EntitySet): readonly Mutant[] {
  const search = searchOf(entity);
  if (search === null) return [];
  const right = visibleRows({ entity, set, isInlined: true });
  const bodyFor = (visible: VisibleRows) => searchBody({ entity, search, visible });
  const mutant = (sql: string, equivalent: string | null = null): Mutant => ({
    table: entity.table,
    command: "select",
    sql,
    equivalent,
  });
  const roles = searchRoles(entity, set);
  const changed = [
    ...apiRoles.flatMap((role): readonly VisibleRows[] => [
      ...(right[role] === "all" || right[role] === "none" ? [] : [{ ...right, [role]: "all" }]),
      ...(right[role] === "none" ? [] : [{ ...right, [role]: "none" }]),
    ]),
    visibleRows({ entity, set, isInlined: false }),
  ];
  const original = bodyFor(right);
  return [
    ...changed
      .map(bodyFor)
      .filter((body) => body !== original)
      .map((body) => mutant(printSql(createSearch(entity, body)))),
    ...[...apiRoles, "service_role" as const].map((role) => {
      const isGrant = !roles.includes(role);
      return mutant(printSql(searchGrant(entity, { role, isGrant })));
    }),
  ];
}
