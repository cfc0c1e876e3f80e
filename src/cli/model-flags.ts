import { Option } from "commander";
import { flag } from "./flag.ts";
import { configFolderFlag } from "./folders.ts";

/**
 * The same for a command that asks models only when it is told to with the switch `--model`; the name of a model then
 * has a flag of its own.
 */
export function modelSwitchFlags() {
  const others = modelFlags().filter(({ long }) => long !== "--model");
  return [
    // Without a variable: the one of that name holds the name of a model, and wishes for none.
    new Option("--model", "lets models mend what is left; that costs money").default(false),
    flag("--model-name <name>", "asks this model for everything (default: MEGAMIND_MODEL)"),
    ...others,
    ...askingFlags(),
  ];
}

/** What decides which models are asked; the settings file says the same things for every run. */
export function modelFlags() {
  return [
    flag(
      "--provider <name>",
      "asks openai, openai-responses, anthropic, openai-compatible, or offline for none",
    ),
    flag("--model <name>", "asks this model for everything"),
    flag(
      "--fallback <names>",
      "then these providers, for example anthropic/claude-haiku-5-5,openai; offline at the end goes on without models",
    ),
    flag("--budget <dollars>", 'spends at most this much; "none" for no limit'),
  ];
}

/** The same and what else decides how a run asks models. */
export function runModelFlags() {
  return [
    ...modelFlags(),
    flag("--catalog <use>", "off: a model designs and writes all but the base")
      .choices(["auto", "off"])
      .default("auto"),
    ...askingFlags(),
  ];
}

function askingFlags() {
  return [
    flag("--deadline <seconds>", "gives up after this time without any reply").default("90"),
    flag("--record", "buys every reply anew, whatever the ledger has").default(false),
    flag("--replay", "takes every reply from the ledger, sends nothing").default(false),
    configFolderFlag(),
  ];
}
