import type { DefineCommand } from "../../define-command.ts";
import { examples, flag } from "../../flag.ts";
import { cacheFolderFlag } from "../../folders.ts";

export const defineSchemaCheck: DefineCommand = (group, end) => {
  group
    .command("check")
    .description("Applies anybody's migrations to a local database and lints what they make.")
    .argument("<paths...>", "SQL files in the order in which they run, or folders of migrations")
    .addOption(flag("--json", "prints tables, findings and explanations as JSON").default(false))
    .addOption(flag("--deadline <seconds>", "gives up a statement after this time").default("10"))
    .addOption(cacheFolderFlag())
    .addHelpText(
      "after",
      examples(
        "megamind schema check supabase/migrations",
        "megamind schema check a.sql b.sql --json",
      ),
    )
    .action(async (paths: readonly string[], options) => {
      const { schemaCheck } = await import("../../actions/schema-check.ts");
      end(await schemaCheck(paths, options));
    });
};
