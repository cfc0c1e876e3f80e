import type { Entity } from "../spec/entity.ts";
import { lockedColumns } from "./matrix/oracle.ts";
import { auditMutants } from "./mutants/audit-mutants.ts";
import { blockMutants, keepApartMutants } from "./mutants/block-mutants.ts";
import { droppedParts } from "./mutants/dropped-parts.ts";
import { eventMutants } from "./mutants/event-mutants.ts";
import { guardMutants } from "./mutants/guard-mutants.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { policyMutants } from "./mutants/policy-mutants.ts";
import { purgeMutants } from "./mutants/purge-mutants.ts";
import { searchMutants } from "./mutants/search-mutants.ts";
import { tableMutants } from "./mutants/table-mutants.ts";
import { entitySet } from "./state/entity-set.ts";
import type { TableSecurity } from "./table-security.ts";

/**
 * Every policy opened, closed, dropped and given to all roles; row level security switched off; every grant taken
 * away and every missing one added. A matrix of cells that proves anything must notice each that is not equivalent.
 */
export async function mutantsOf(
  tables: readonly TableSecurity[],
  entities: readonly Entity[],
): Promise<readonly Mutant[]> {
  const set = entitySet(entities);
  const lists = tables.map(async (security) => {
    const entity = entities.find(
      ({ table }) => security.schema === "public" && table === security.table,
    );
    const locked = entity === undefined ? [] : [...lockedColumns(entity, set), entity.owner ?? ""];
    const isOurs = entity !== undefined;
    const policies = security.policies.map((policy) => policyMutants({ security, policy, locked }));
    return [
      ...(await Promise.all(policies)).flat(),
      ...(isOurs ? [] : await droppedParts(security)),
      ...tableMutants(security, isOurs),
      ...(entity === undefined ? [] : guardMutants(entity, set)),
      ...(entity === undefined ? [] : keepApartMutants(entity, set)),
      ...(entity === undefined ? [] : searchMutants(entity, set)),
      ...(entity === undefined ? [] : eventMutants(entity)),
      ...(entity === undefined ? [] : purgeMutants(entity, set)),
    ];
  });
  return [...(await Promise.all(lists)).flat(), ...blockMutants(set), ...auditMutants(set)];
}
