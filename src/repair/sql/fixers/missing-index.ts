import type { Node } from "@pgsql/types";
import { objectName } from "../../../schema/ast/names.ts";
import { createIndex } from "../../../schema/ast/statements.ts";
import { unindexedForeignKeys } from "../../../schema/lints/foreign-key-not-indexed.ts";
import { unindexedPolicyColumns } from "../../../schema/lints/policy-column-not-indexed.ts";
import type { TableFacts } from "../../../spec/database-facts.ts";
import { noStatements, policyOf, tableOf, type SqlFixer } from "../sql-fixer.ts";

/** An index for columns that the database searches by: those of foreign keys, and those that policies compare. */
export const missingIndex: SqlFixer = {
  name: "missing-index",
  codes: ["lint/foreign-key-not-indexed", "lint/policy-column-not-indexed"],
  propose: (finding, context) => {
    const table = tableOf(finding, context.facts);
    if (table === null) return noStatements("the table is not one of the project's");
    const policy = policyOf(finding, table);
    const searched =
      policy === null
        ? unindexedForeignKeys(table)
            .filter(({ name }) => name === finding.name)
            .map(({ columns }) => columns)
        : unindexedPolicyColumns({ table, policy }, context).map((column) => [column]);
    return { kind: "statements", nodes: searched.map((columns) => indexOf(table, columns)) };
  },
};

function indexOf(table: TableFacts, columns: readonly string[]): Node {
  const wanted = objectName(table.name, ...columns, "idx");
  const isTaken = table.indexes.some(({ name }) => name === wanted);
  return createIndex({
    name: isTaken ? objectName(table.name, ...columns, "search_idx") : wanted,
    table: { schema: table.schema, table: table.name },
    columns: columns.map((name) => ({ name, descending: false })),
  });
}
