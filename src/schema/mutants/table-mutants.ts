import { accessCommands, type AccessCommand } from "../../spec/access-rule.ts";
import { qualified } from "../ast/names.ts";
import type { PolicyFacts, TableSecurity } from "../table-security.ts";
import { cellTable } from "./cell-table.ts";
import type { Mutant } from "./mutant.ts";

const clientRoles = ["anon", "authenticated"] as const;

/** Row level security switched off, and grants taken away and added. Grants of tables that are not ours are left alone. */
export function tableMutants(security: TableSecurity, isOurs: boolean): readonly Mutant[] {
  return [withoutRowSecurity(security), ...(isOurs ? grantMutants(security) : [])];
}

function withoutRowSecurity(security: TableSecurity): Mutant {
  const isOpen = clientRoles.every((role) =>
    security.grants
      .filter((grant) => grant.role === role)
      .every(({ command }) => isOpenTo(security.policies, { role, command })),
  );
  return {
    table: cellTable(security),
    command: null,
    sql: `alter table ${qualified(security.schema, security.table)} disable row level security`,
    equivalent: isOpen ? "every command that is granted is allowed for every row" : null,
  };
}

interface Use {
  readonly role: string;
  readonly command: AccessCommand;
}

function isOpenTo(policies: readonly PolicyFacts[], { role, command }: Use): boolean {
  return policies.some(
    (policy) =>
      (policy.command === command || policy.command === "all") &&
      (policy.roles.includes(role) || policy.roles.includes("public")) &&
      [policy.using, policy.check].every((part) => part === null || part === "true"),
  );
}

function grantMutants(security: TableSecurity): readonly Mutant[] {
  const table = qualified(security.schema, security.table);
  return [...clientRoles, "service_role"].flatMap((role) =>
    accessCommands.map((command) => {
      const isGranted = security.grants.some(
        (grant) => grant.role === role && grant.command === command,
      );
      return {
        table: cellTable(security),
        command,
        sql: isGranted
          ? `revoke ${command} on ${table} from ${role}`
          : `grant ${command} on ${table} to ${role}`,
        equivalent: isGranted ? null : unusedGrant(security.policies, { role, command }),
      };
    }),
  );
}

/** Rows that no policy lets in are refused with the same SQLSTATE as a missing privilege. */
function unusedGrant(policies: readonly PolicyFacts[], { role, command }: Use): string | null {
  if (command !== "insert" || role === "service_role") return null;
  const isUsed = policies.some(
    (policy) =>
      (policy.command === "insert" || policy.command === "all") &&
      (policy.roles.includes(role) || policy.roles.includes("public")),
  );
  return isUsed ? null : "no policy lets the role insert, so that it is refused all the same";
}
