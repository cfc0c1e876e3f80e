import { databaseUrlFlag } from "../../database-flags.ts";
import { allowDestructiveFlag } from "../../destructive-flag.ts";
import type { DefineCommand } from "../../define-command.ts";
import { examples, flag } from "../../flag.ts";
import { cacheFolderFlag } from "../../folders.ts";

export const defineSchemaDiff: DefineCommand = (group, end) => {
  group
    .command("diff")
    .description("Compares a database as it is with entities, and writes what makes it equal.")
    .argument("<app-or-entities>", "an app's folder, or a YAML file with entities")
    .addOption(
      flag(
        "--against <paths...>",
        "SQL files or folders that make the database as it is; default: the app's migrations",
      ),
    )
    .addOption(databaseUrlFlag())
    .addOption(flag("--sql <file>", "writes the migration there that makes the database equal"))
    .addOption(allowDestructiveFlag("writes it even if it loses data or protection"))
    .addOption(flag("--json", "prints differences, migration and findings as JSON").default(false))
    .addOption(cacheFolderFlag())
    .addHelpText(
      "after",
      examples(
        "megamind schema diff clipzy",
        "megamind schema diff shop.yaml --against supabase/migrations",
        "megamind schema diff shop.yaml --against supabase/migrations --sql supabase/migrations/20250201000000_shop.sql",
        "megamind schema diff shop.yaml --database-url postgres://me:secret@localhost:5432/app --json",
      ),
    )
    .action(async (path: string, options) => {
      const { schemaDiff } = await import("../../actions/schema-diff.ts");
      end(await schemaDiff(path, options));
    });
};
