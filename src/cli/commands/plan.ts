import type { DefineCommand } from "../define-command.ts";
import { exampleRequests } from "../example-requests.ts";
import { examples, flag } from "../flag.ts";
import { cacheFolderFlag, templatesFlag } from "../folders.ts";
import { runModelFlags } from "../model-flags.ts";

export const definePlan: DefineCommand = (program, end) => {
  const { whole, reduced, stored, named } = exampleRequests();
  const command = program
    .command("plan")
    .description("Shows what would be built for a request, in which phases, and why.")
    .argument("<request>", `what to build, for example "${reduced}"`)
    .addOption(flag("--json", "prints the plan as JSON on stdout").default(false))
    .addOption(templatesFlag())
    .addOption(cacheFolderFlag());
  for (const option of runModelFlags()) command.addOption(option);
  command
    .addHelpText(
      "after",
      examples(
        `megamind plan "${whole}"`,
        `megamind plan "${named}"`,
        `megamind plan "${reduced}" --json`,
        `megamind plan "${stored}" --provider offline`,
      ),
    )
    .action(async (request: string, options) => {
      const { plan } = await import("../actions/plan.ts");
      end(await plan(request, options));
    });
};
