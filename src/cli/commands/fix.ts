import type { DefineCommand } from "../define-command.ts";
import { examples, flag } from "../flag.ts";
import { cacheFolderFlag, templatesFlag } from "../folders.ts";
import { learningFlags } from "../learning-flags.ts";
import { modelSwitchFlags } from "../model-flags.ts";
import { repairRoundsFlag } from "../repair-flags.ts";

export const defineFix: DefineCommand = (program, end) => {
  const command = program
    .command("fix")
    .description(
      "Mends errors of any TypeScript project, without a model or, with --model, also with one; says what is left.",
    )
    .argument("[folder]", "the project's folder, with its tsconfig.json", ".")
    .addOption(flag("--dry-run", "shows what it would change and changes nothing").default(false))
    .addOption(flag("--force", "changes files although some are not committed").default(false))
    .addOption(flag("--json", "prints the result as JSON on stdout, nothing else").default(false))
    .addOption(templatesFlag())
    .addOption(cacheFolderFlag());
  const models = [...modelSwitchFlags(), repairRoundsFlag()];
  for (const option of [...learningFlags(), ...models]) command.addOption(option);
  command
    .addHelpText(
      "after",
      examples(
        "megamind fix",
        "megamind fix shop --dry-run",
        "megamind fix shop --json --force",
        "megamind fix shop --model --provider anthropic --budget 0.50",
      ),
    )
    .action(async (folder: string, options) => {
      const { fix } = await import("../actions/fix.ts");
      end(await fix(folder, options));
    });
};
