import type { DefineCommand } from "../define-command.ts";
import { examples, flag } from "../flag.ts";
import { cacheFolderFlag, configFolderFlag, templatesFlag } from "../folders.ts";
import { modelFlags } from "../model-flags.ts";

export const defineDoctor: DefineCommand = (program, end) => {
  const command = program
    .command("doctor")
    .description("Looks at this machine and says what is missing and how to get it.")
    .addOption(flag("--json", "prints the findings as JSON on stdout").default(false))
    .addOption(templatesFlag())
    .addOption(cacheFolderFlag())
    .addOption(configFolderFlag());
  for (const option of modelFlags()) command.addOption(option);
  command
    .addHelpText("after", examples("megamind doctor", "megamind doctor --json"))
    .action(async (options) => {
      const { doctor } = await import("../actions/doctor.ts");
      end(await doctor(options));
    });
};
