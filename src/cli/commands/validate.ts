import type { DefineCommand } from "../define-command.ts";
import { allowDestructiveFlag } from "../destructive-flag.ts";
import { exampleRequests } from "../example-requests.ts";
import { examples, flag } from "../flag.ts";
import { auditFlag, freshFlag, gateDeadlineFlag } from "../gate-flags.ts";
import { cacheFolderFlag } from "../folders.ts";

const ofOthers = `
In a folder that megamind did not build, its own compiler, linter, Vitest and Vite are run, or its script named build,
as far as it has them: name only folders whose code you would run. What does not apply is skipped and says why.
`;

export const defineValidate: DefineCommand = (program, end) => {
  const { folder: app } = exampleRequests();
  program
    .command("validate")
    .description("Runs the gates over an app or any other project, as it stands.")
    .argument("[folder]", "the folder of an app or a project", ".")
    .addOption(flag("--json", "prints one event a line on stdout, nothing else").default(false))
    .addOption(flag("--only <gates...>", "runs only these gates, for example packages,secrets"))
    .addOption(flag("--require <gates...>", "also requires these gates, for example smoke"))
    .addOption(
      flag("--watch", "stays, and runs again after every change of a file; Ctrl-C ends").default(
        false,
      ),
    )
    .addOption(freshFlag())
    .addOption(gateDeadlineFlag())
    .addOption(auditFlag())
    .addOption(allowDestructiveFlag("lets migrations of an app lose data or protection"))
    .addOption(cacheFolderFlag())
    .addHelpText("after", ofOthers)
    .addHelpText(
      "after",
      examples(
        `megamind validate ${app}`,
        `megamind validate ${app} --watch`,
        `megamind validate ${app} --json --require smoke`,
        "megamind validate . --only packages,secrets,dead-code --audit off",
      ),
    )
    .action(async (folder: string, options) => {
      const { validate } = await import("../actions/validate.ts");
      end(await validate(folder, options));
    });
};
