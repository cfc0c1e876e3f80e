import { enableRowSecurity } from "../../../schema/ast/statements.ts";
import { noStatements, tableOf, type SqlFixer } from "../sql-fixer.ts";

/**
 * Row level security is switched on. Without a policy that closes the table to everybody but the server: nobody can
 * tell from a table whose rows they are, and a table that is closed too far shows at once.
 */
export const rowSecurity: SqlFixer = {
  name: "row-security",
  codes: ["lint/row-security-off", "lint/policy-without-row-security"],
  propose: (finding, { facts }) => {
    const table = tableOf(finding, facts);
    if (table === null) return noStatements("the table is not one of the project's");
    const nodes = [enableRowSecurity({ schema: table.schema, table: table.name })];
    if (table.policies.length > 0) return { kind: "statements", nodes };
    const note =
      "row level security was switched on, and without a policy no client sees a row: write one for each command that clients may use";
    return { kind: "statements", nodes, note };
  },
};
