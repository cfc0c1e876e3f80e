import type { AccessCommand } from "../spec/access-rule.ts";

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
  /** What its policies call, where that was read. */
  readonly functions?: readonly PolicyFunction[] | undefined;
}

/** A function that policies call. */
export interface PolicyFunction {
  readonly schema: string;
  readonly name: string;
  readonly language: string;
  /** Whether it reads with the rights of its owner. */
  readonly definer: boolean;
  readonly body: string;
}
