import { readFileSync } from "node:fs";
import { Command } from "commander";
import { defineBuild } from "./commands/build.ts";
import { defineCatalog } from "./commands/catalog.ts";
import { defineCredentials } from "./commands/credentials.ts";
import { defineDev } from "./commands/dev.ts";
import { defineDoctor } from "./commands/doctor.ts";
import { defineFix } from "./commands/fix.ts";
import { defineGraph } from "./commands/graph.ts";
import { defineLearn } from "./commands/learn.ts";
import { defineModels } from "./commands/models.ts";
import { definePlan } from "./commands/plan.ts";
import { defineSchema } from "./commands/schema.ts";
import { defineValidate } from "./commands/validate.ts";
import type { DefineCommand, EndCommand } from "./define-command.ts";
import { exampleRequests } from "./example-requests.ts";

const definitions: readonly DefineCommand[] = [
  defineBuild,
  definePlan,
  defineGraph,
  defineCatalog,
  defineDev,
  defineValidate,
  defineFix,
  defineLearn,
  defineSchema,
  defineModels,
  defineCredentials,
  defineDoctor,
];

/** The whole command line. Usage errors throw CommanderError after they are printed. */
export function createProgram(end: EndCommand): Command {
  const { whole, reduced, folder } = exampleRequests();
  const program = new Command("megamind")
    .description("Turns one sentence into a working web application and proves it phase by phase.")
    .version(packageVersion())
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for options and examples)")
    .exitOverride()
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        `  megamind build "${whole}" --out ${folder} --yes`,
        `  megamind plan "${reduced}"`,
        "  megamind doctor",
        "",
      ].join("\n"),
    );
  for (const define of definitions) define(program, end);
  return program;
}

function packageVersion(): string {
  const file = new URL("../../package.json", import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}
