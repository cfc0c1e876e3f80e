import type { Command } from "commander";
import type { DefineCommand } from "../define-command.ts";
import { examples, flag } from "../flag.ts";
import { configFolderFlag } from "../folders.ts";

/** The keys of model providers. None is ever an argument: those stay in the history of the shell. */
export const defineCredentials: DefineCommand = (program, end) => {
  const group = program
    .command("credentials")
    .description("Keeps the keys of model providers for this user.")
    // Usage errors repeat what was typed, which may be a key in the wrong place.
    .configureOutput({ outputError: (text, write) => write(text.replace(longWord, "(hidden)")) })
    .addHelpText(
      "after",
      examples(
        "megamind credentials set anthropic",
        "megamind credentials set openai < key.txt",
        "megamind credentials list",
        "megamind credentials remove openai",
      ),
    );
  withFlags(group.command("set"))
    .description("Stores a key: typed at a hidden prompt, or piped.")
    .argument("<provider>", providers)
    // What follows by mistake may be a key: commander would print it.
    .allowExcessArguments()
    .allowUnknownOption()
    .addHelpText(
      "after",
      examples("megamind credentials set anthropic", "megamind credentials set openai < key.txt"),
    )
    .action(async (_provider: string, options, command: Command) => {
      const { credentialsSet } = await import("../actions/credentials.ts");
      end(await credentialsSet(command.args, options));
    });
  withFlags(group.command("list"))
    .description("Lists whose keys there are, and where each comes from.")
    .addHelpText("after", examples("megamind credentials list", "megamind credentials list --json"))
    .action(async (options) => {
      const { credentialsList } = await import("../actions/credentials.ts");
      end(await credentialsList(options));
    });
  withFlags(group.command("remove"))
    .description("Forgets a stored key.")
    .argument("<provider>", providers)
    .addHelpText("after", examples("megamind credentials remove openai"))
    .action(async (provider: string, options) => {
      const { credentialsRemove } = await import("../actions/credentials.ts");
      end(await credentialsRemove(provider, options));
    });
};

/** As long as a key, longer than the names of our commands and flags. */
const longWord = /[^\s'"]{16,}/g;

const providers = "anthropic, openai or openai-compatible";

function withFlags(command: Command): Command {
  return command
    .addOption(flag("--json", "prints JSON on stdout").default(false))
    .addOption(configFolderFlag());
}
