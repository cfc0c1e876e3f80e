import type { DefineCommand } from "../define-command.ts";
import { exampleRequests } from "../example-requests.ts";
import { allowDestructiveFlag } from "../destructive-flag.ts";
import { examples, flag } from "../flag.ts";
import { auditFlag, freshFlag, gateDeadlineFlag } from "../gate-flags.ts";
import { cacheFolderFlag, templatesFlag } from "../folders.ts";
import { learningFlags } from "../learning-flags.ts";
import { runModelFlags } from "../model-flags.ts";
import { repairFlags } from "../repair-flags.ts";

export const defineBuild: DefineCommand = (program, end) => {
  const { whole, reduced, stored, folder } = exampleRequests();
  const command = program
    .command("build")
    .description("Builds an app from a sentence, phase by phase; each phase must pass all gates.")
    .argument("<request>", `what to build, for example "${reduced}"`)
    .addOption(flag("-o, --out <folder>", "the app's folder (default: the app's name)"))
    .addOption(flag("-y, --yes", "approves the plan and every phase").default(false))
    .addOption(flag("--json", "prints one event a line on stdout, nothing else").default(false))
    .addOption(flag("--require <gates...>", "also requires these gates, for example smoke"))
    .addOption(freshFlag())
    .addOption(gateDeadlineFlag())
    .addOption(auditFlag())
    .addOption(templatesFlag())
    .addOption(allowDestructiveFlag("lets migrations lose data or protection"))
    .addOption(cacheFolderFlag());
  for (const option of [...runModelFlags(), ...repairFlags(), ...learningFlags()]) {
    command.addOption(option);
  }
  command
    .addHelpText(
      "after",
      examples(
        `megamind build "${whole}" --out ${folder} --yes`,
        `megamind build "${reduced}"`,
        `megamind build "${whole}" --out ${folder} --yes --json --require smoke`,
        `megamind build "${reduced}" --provider anthropic --budget 2.50 --fallback openai,offline`,
        `megamind build "${stored}" --provider offline`,
      ),
    )
    .action(async (request: string, options) => {
      const { build } = await import("../actions/build.ts");
      end(await build(request, options));
    });
};
