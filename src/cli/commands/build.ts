import type { DefineCommand } from "../define-command.ts";
import { exampleRequests } from "../example-requests.ts";
import { allowDestructiveFlag } from "../destructive-flag.ts";
import { examples, flag } from "../flag.ts";
import { cacheFolderFlag, templatesFlag } from "../folders.ts";

export const defineBuild: DefineCommand = (program, end) => {
  const { whole, reduced, folder } = exampleRequests();
  program
    .command("build")
    .description("Builds an app from a sentence, phase by phase; each phase must pass all gates.")
    .argument("<request>", `what to build, for example "${reduced}"`)
    .addOption(flag("-o, --out <folder>", "the app's folder (default: the app's name)"))
    .addOption(flag("-y, --yes", "approves the plan and every phase").default(false))
    .addOption(flag("--json", "prints one event a line on stdout, nothing else").default(false))
    .addOption(flag("--require <gates...>", "also requires these gates, for example smoke"))
    .addOption(templatesFlag())
    .addOption(allowDestructiveFlag("lets migrations lose data or protection"))
    .addOption(cacheFolderFlag())
    .addHelpText(
      "after",
      examples(
        `megamind build "${whole}" --out ${folder} --yes`,
        `megamind build "${reduced}"`,
        `megamind build "${whole}" --out ${folder} --yes --json --require smoke`,
      ),
    )
    .action(async (request: string, options) => {
      const { build } = await import("../actions/build.ts");
      end(await build(request, options));
    });
};
