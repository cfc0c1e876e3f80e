import type { DefineCommand } from "../../define-command.ts";
import { databaseUrlFlag, forceFlag } from "../../database-flags.ts";
import { examples, flag } from "../../flag.ts";
import { cacheFolderFlag } from "../../folders.ts";

export const defineSchemaInspect: DefineCommand = (group, end) => {
  group
    .command("inspect")
    .description("Shows the tables that migrations make, or that a server has, as JSON.")
    .argument(
      "[paths...]",
      "SQL files in the order in which they run, or folders of migrations; none: the server as it is",
    )
    .addOption(flag("--json", "prints JSON, as without it").default(false))
    .addOption(flag("--deadline <seconds>", "gives up a statement after this time").default("10"))
    .addOption(databaseUrlFlag())
    .addOption(forceFlag())
    .addOption(cacheFolderFlag())
    .addHelpText(
      "after",
      examples(
        "megamind schema inspect supabase/migrations",
        "megamind schema inspect --database-url postgres://me:secret@localhost:5432/shop",
      ),
    )
    .action(async (paths: readonly string[], options) => {
      const { schemaInspect } = await import("../../actions/schema-inspect.ts");
      end(await schemaInspect(paths, options));
    });
};
