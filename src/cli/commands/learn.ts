import type { Command } from "commander";
import type { DefineCommand } from "../define-command.ts";
import { examples, flag } from "../flag.ts";
import { dataFolderFlag } from "../folders.ts";

export const defineLearn: DefineCommand = (program, end) => {
  const group = program
    .command("learn")
    .description("Shows and forgets what repairs have taught: which way helped with which error.")
    .addHelpText(
      "after",
      examples(
        "megamind learn list",
        "megamind learn show a87eeb0e35dd",
        "megamind learn forget --all",
      ),
    );
  withFlags(group.command("list"))
    .description("Lists all lessons: kinds of errors, and how often a repair won and lost.")
    .addHelpText("after", examples("megamind learn list", "megamind learn list --json"))
    .action(async (options) => {
      const { learnList } = await import("../actions/learn.ts");
      end(await learnList(options));
    });
  withFlags(group.command("show"))
    .description("Shows one lesson: every way that was tried, and what became of it.")
    .argument("<id>", "12 digits, from megamind learn list")
    .addHelpText(
      "after",
      examples("megamind learn show a87eeb0e35dd", "megamind learn show a87eeb0e35dd --json"),
    )
    .action(async (id: string, options) => {
      const { learnShow } = await import("../actions/learn.ts");
      end(await learnShow(id, options));
    });
  withFlags(group.command("forget"))
    .description("Removes one lesson, or all of them.")
    .argument("[id]", "12 digits, from megamind learn list")
    .addOption(flag("--all", "removes all lessons").default(false))
    .addHelpText(
      "after",
      examples("megamind learn forget a87eeb0e35dd", "megamind learn forget --all"),
    )
    .action(async (id: string | undefined, options) => {
      const { learnForget } = await import("../actions/learn.ts");
      end(await learnForget(id, options));
    });
};

function withFlags(command: Command): Command {
  return command
    .addOption(flag("--json", "prints JSON on stdout").default(false))
    .addOption(dataFolderFlag());
}
