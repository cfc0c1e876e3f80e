import type { DefineCommand } from "../define-command.ts";
import { exampleRequests } from "../example-requests.ts";
import { examples, flag } from "../flag.ts";
import { templatesFlag } from "../folders.ts";

export const definePlan: DefineCommand = (program, end) => {
  const { whole, reduced, named } = exampleRequests();
  program
    .command("plan")
    .description("Shows what would be built for a request, in which phases, and why.")
    .argument("<request>", `what to build, for example "${reduced}"`)
    .addOption(flag("--json", "prints the plan as JSON on stdout").default(false))
    .addOption(templatesFlag())
    .addHelpText(
      "after",
      examples(
        `megamind plan "${whole}"`,
        `megamind plan "${named}"`,
        `megamind plan "${reduced}" --json`,
      ),
    )
    .action(async (request: string, options) => {
      const { plan } = await import("../actions/plan.ts");
      end(await plan(request, options));
    });
};
