import type { DefineCommand } from "../../define-command.ts";
import { databaseUrlFlag, forceFlag } from "../../database-flags.ts";
import { examples, flag } from "../../flag.ts";
import { cacheFolderFlag } from "../../folders.ts";

export const defineSchemaProve: DefineCommand = (group, end) => {
  group
    .command("prove")
    .description("Proves on a Postgres of its own that a database does what its access rules say.")
    .argument("<app-or-entities>", "an app's folder, or a YAML file with entities")
    .addOption(flag("--skip-mutants", "tries no weakened policies").default(false))
    .addOption(flag("--report <folder>", "writes access.md there: who may do what, in plain words"))
    .addOption(flag("--pgtap <file>", "writes the same attempts there as tests for pgTAP"))
    .addOption(flag("--json", "prints the proof in JSON").default(false))
    .addOption(databaseUrlFlag())
    .addOption(forceFlag())
    .addOption(cacheFolderFlag())
    .addHelpText(
      "after",
      examples(
        "megamind schema prove clipzy --report clipzy/docs",
        "megamind schema prove shop.yaml --pgtap supabase/tests/access.test.sql",
        "megamind schema prove shop.yaml --json",
        "megamind schema prove shop.yaml --database-url postgres://me:secret@localhost:5432/empty",
      ),
    )
    .action(async (path: string, options) => {
      const { schemaProve } = await import("../../actions/schema-prove.ts");
      end(await schemaProve(path, options));
    });
};
