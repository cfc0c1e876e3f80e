import type { DefineCommand } from "../define-command.ts";
import { exampleRequests } from "../example-requests.ts";
import { examples, flag } from "../flag.ts";
import { cacheFolderFlag, templatesFlag } from "../folders.ts";

export const defineGraph: DefineCommand = (program, end) => {
  const { whole } = exampleRequests();
  program
    .command("graph")
    .description("Prints the dependency graph of the features that a request needs.")
    .argument("<request>", `what to build, for example "${whole}"`)
    .addOption(
      flag("-f, --format <format>", "the form of the graph")
        .choices(["mermaid", "dot", "json"])
        .default("mermaid"),
    )
    .addOption(templatesFlag())
    .addOption(cacheFolderFlag())
    .addHelpText(
      "after",
      examples(
        `megamind graph "${whole}"`,
        `megamind graph "${whole}" --format dot | dot -Tsvg > graph.svg`,
        `megamind graph "${whole}" --format json`,
      ),
    )
    .action(async (request: string, options) => {
      const { graph } = await import("../actions/graph.ts");
      end(await graph(request, options));
    });
};
