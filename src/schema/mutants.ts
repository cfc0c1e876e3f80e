import type { AccessCommand } from "../spec/access-rule.ts";
import type { Entity } from "../spec/entity.ts";
import { lockedColumns } from "./matrix/oracle.ts";
import { policyMutants } from "./mutants/policy-mutants.ts";
import { tableMutants } from "./mutants/table-mutants.ts";
import { entitySet } from "./state/entity-set.ts";

/** A policy as `pg_policies` shows it. */
export interface PolicyFacts {
  readonly name: string;
  readonly command: AccessCommand | "all";
  readonly isPermissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}

/** Everything that decides who may reach a table. */
export interface TableSecurity {
  readonly schema: string;
  readonly table: string;
  readonly hasRowSecurity: boolean;
  readonly policies: readonly PolicyFacts[];
  readonly grants: readonly { readonly role: string; readonly command: AccessCommand }[];
}

/** One change of the database that makes it more or less open than its rules. */
export interface Mutant {
  /** The table as cells name it: with its schema where that is not `public`. */
  readonly table: string;
  /** The command whose cells are the first to notice; null where any may. */
  readonly command: AccessCommand | null;
  readonly sql: string;
  /** Why nobody can tell it from the original, or null when somebody can. */
  readonly equivalent: string | null;
}

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
    return [...(await Promise.all(policies)).flat(), ...tableMutants(security, isOurs)];
  });
  return (await Promise.all(lists)).flat();
}
