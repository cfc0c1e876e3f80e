import type { Option } from "commander";
import { defaultRepairRounds } from "../core/repair-rounds.ts";
import { flag } from "./flag.ts";

export function repairRoundsFlag(): Option {
  return flag(
    "--repair-rounds <n>",
    "lets models repair in at most this many rounds; 0: not at all",
  ).default(String(defaultRepairRounds));
}

/** How much models may do to repair what is red in a build. */
export function repairFlags(): readonly Option[] {
  return [
    repairRoundsFlag(),
    flag("--repair-budget <dollars>", "spends at most this much on repairs").default(
      undefined,
      "half of --budget",
    ),
  ];
}
