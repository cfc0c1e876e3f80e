import type { DefineCommand } from "../program.ts";
import { examples, flag } from "../flag.ts";
import { templatesFlag } from "../folders.ts";

export const definePlan: DefineCommand = (program, end) => {
  program
    .command("plan")
    .description("Shows what would be built for a request, in which phases, and why.")
    .argument("<request>", 'what to build, for example "TikTok clone without comments"')
    .addOption(flag("--json", "prints the plan as JSON on stdout").default(false))
    .addOption(templatesFlag())
    .addHelpText(
      "after",
      examples(
        'megamind plan "TikTok clone"',
        'megamind plan "TikTok clone without comments" --json',
      ),
    )
    .action(async (request: string, options) => {
      const { plan } = await import("../actions/plan.ts");
      end(await plan(request, options));
    });
};
