import { missingGrant } from "./fixers/missing-grant.ts";
import { missingIndex } from "./fixers/missing-index.ts";
import { policyRecursion } from "./fixers/policy-recursion.ts";
import { rowSecurity } from "./fixers/row-security.ts";
import type { SqlFixer } from "./sql-fixer.ts";

/** All fixers of databases. A new one is a file and a line here. */
export const sqlFixers: readonly SqlFixer[] = [
  rowSecurity,
  policyRecursion,
  missingGrant,
  missingIndex,
];
