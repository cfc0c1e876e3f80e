import type { DefineCommand } from "../define-command.ts";
import { allowDestructiveFlag } from "../destructive-flag.ts";
import { examples, flag } from "../flag.ts";
import { freshFlag, gateDeadlineFlag } from "../gate-flags.ts";
import { cacheFolderFlag } from "../folders.ts";

export const defineValidate: DefineCommand = (program, end) => {
  program
    .command("validate")
    .description("Runs all gates over an app that megamind built, as it stands.")
    .argument("[app]", "the app's folder", ".")
    .addOption(flag("--json", "prints one event a line on stdout, nothing else").default(false))
    .addOption(flag("--require <gates...>", "also requires these gates, for example smoke"))
    .addOption(freshFlag())
    .addOption(gateDeadlineFlag())
    .addOption(allowDestructiveFlag("lets migrations lose data or protection"))
    .addOption(cacheFolderFlag())
    .addHelpText(
      "after",
      examples("megamind validate clipzy", "megamind validate clipzy --json --require smoke"),
    )
    .action(async (app: string, options) => {
      const { validate } = await import("../actions/validate.ts");
      end(await validate(app, options));
    });
};
