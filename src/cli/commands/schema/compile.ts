import type { DefineCommand } from "../../define-command.ts";
import { examples, flag } from "../../flag.ts";

export const defineSchemaCompile: DefineCommand = (group, end) => {
  group
    .command("compile")
    .description("Compiles entities and access rules to the SQL of a migration.")
    .argument("<entities>", "a YAML file with entities and storage, in the shape of blueprints")
    .addOption(flag("--types", "prints the TypeScript types of the tables instead").default(false))
    .addOption(flag("--json", "prints JSON: migration, types and findings").default(false))
    .addHelpText(
      "after",
      examples(
        "megamind schema compile shop.yaml > supabase/migrations/20250101000001_shop.sql",
        "megamind schema compile shop.yaml --types > database.types.ts",
      ),
    )
    .action(async (file: string, options) => {
      const { schemaCompile } = await import("../../actions/schema-compile.ts");
      end(await schemaCompile(file, options));
    });
};
