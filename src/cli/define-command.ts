import type { Command } from "commander";
import type { ExitCode } from "../core/exit-code.ts";

/** Adds one command to the program. Definitions are light; what a command does is loaded when it runs. */
export type DefineCommand = (program: Command, end: EndCommand) => void;

/** Takes the exit code of the command that ran. */
export type EndCommand = (code: ExitCode) => void;
