import type { DefineCommand } from "../define-command.ts";
import { exampleRequests } from "../example-requests.ts";
import { examples, flag } from "../flag.ts";
import { templatesFlag } from "../folders.ts";

export const defineCatalog: DefineCommand = (program, end) => {
  const { feature } = exampleRequests();
  program
    .command("catalog")
    .description(
      "Lists the features that apps are made of, or shows one; reports broken blueprints.",
    )
    .argument("[id]", "the feature to show")
    .addOption(flag("--json", "prints JSON on stdout").default(false))
    .addOption(templatesFlag())
    .addHelpText(
      "after",
      examples("megamind catalog", `megamind catalog ${feature}`, "megamind catalog --json"),
    )
    .action(async (id: string | undefined, options) => {
      const { catalog } = await import("../actions/catalog.ts");
      end(await catalog(id, options));
    });
};
