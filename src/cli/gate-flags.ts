import type { Option } from "commander";
import { flag } from "./flag.ts";
import { readSeconds } from "./read-deadline.ts";

/** Runs what the memory of gates would leave out. */
export function freshFlag(): Option {
  return flag("--fresh", "runs every gate, also what passed before and did not change").default(
    false,
  );
}

/** Known vulnerabilities are known to the registry, which needs the network. */
export function auditFlag(): Option {
  return flag("--audit <use>", "off: does not ask the registry for known vulnerabilities")
    .choices(["auto", "off"])
    .default("auto");
}

/** One deadline for all gates, in place of what each says itself. */
export function gateDeadlineFlag(): Option {
  return flag(
    "--gate-deadline <seconds>",
    "the longest that any gate may take (default: each its own, 30 to 120)",
  );
}

/** The value of `--gate-deadline` in milliseconds, or null when it is not given. */
export function readGateDeadline(text: string | undefined): number | null {
  return text === undefined ? null : readSeconds(text, "--gate-deadline");
}
