import type { DefineCommand } from "../define-command.ts";
import { examples } from "../flag.ts";
import { defineSchemaCheck } from "./schema/check.ts";
import { defineSchemaCompile } from "./schema/compile.ts";
import { defineSchemaDiff } from "./schema/diff.ts";
import { defineSchemaInspect } from "./schema/inspect.ts";
import { defineSchemaProve } from "./schema/prove.ts";

const definitions: readonly DefineCommand[] = [
  defineSchemaCompile,
  defineSchemaProve,
  defineSchemaCheck,
  defineSchemaInspect,
  defineSchemaDiff,
];

/** The group of commands about databases alone. A new one is a file in `schema/` and a line above. */
export const defineSchema: DefineCommand = (program, end) => {
  const group = program
    .command("schema")
    .description("Compiles entities to databases, and proves and checks databases, without an app.")
    .addHelpText(
      "after",
      examples(
        "megamind schema compile shop.yaml",
        "megamind schema prove shop.yaml",
        "megamind schema check supabase/migrations",
        "megamind schema diff shop.yaml --against supabase/migrations",
      ),
    );
  for (const define of definitions) define(group, end);
};
