import type { DefineCommand } from "../../define-command.ts";
import { databaseUrlFlag, forceFlag } from "../../database-flags.ts";
import { examples, flag } from "../../flag.ts";
import { cacheFolderFlag } from "../../folders.ts";

export const defineSchemaCheck: DefineCommand = (group, end) => {
  group
    .command("check")
    .description(
      "Applies anybody's migrations to a database that is thrown away and lints what they make.",
    )
    .argument(
      "[paths...]",
      "SQL files in the order in which they run, or folders of migrations; none: the server as it is",
    )
    .addOption(flag("--json", "prints tables, findings and explanations as JSON").default(false))
    .addOption(flag("--deadline <seconds>", "gives up a statement after this time").default("10"))
    .addOption(databaseUrlFlag())
    .addOption(forceFlag())
    .addOption(cacheFolderFlag())
    .addHelpText(
      "after",
      examples(
        "megamind schema check supabase/migrations",
        "megamind schema check a.sql b.sql --json",
        "megamind schema check --database-url postgres://me:secret@localhost:5432/shop",
        "MEGAMIND_DATABASE_URL=postgres://me:secret@localhost/empty megamind schema check supabase/migrations",
      ),
    )
    .action(async (paths: readonly string[], options) => {
      const { schemaCheck } = await import("../../actions/schema-check.ts");
      end(await schemaCheck(paths, options));
    });
};
