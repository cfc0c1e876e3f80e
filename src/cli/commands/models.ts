import type { DefineCommand } from "../define-command.ts";
import { examples, flag } from "../flag.ts";
import { configFolderFlag } from "../folders.ts";
import { modelFlags } from "../model-flags.ts";

export const defineModels: DefineCommand = (program, end) => {
  const command = program
    .command("models")
    .description("Shows which language models would be asked, and what they cost.")
    .addOption(flag("--live", "sends one tiny call to each provider").default(false))
    .addOption(flag("--deadline <seconds>", "gives up a live call after this time").default("20"))
    .addOption(flag("--json", "prints JSON on stdout").default(false));
  for (const option of [...modelFlags(), configFolderFlag()]) command.addOption(option);
  command
    .addHelpText(
      "after",
      examples(
        "megamind models",
        "megamind models --live",
        "megamind models --provider anthropic --fallback openai --json",
      ),
    )
    .action(async (options) => {
      const { models } = await import("../actions/models.ts");
      end(await models(options));
    });
};
