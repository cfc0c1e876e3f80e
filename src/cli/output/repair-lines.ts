import { counted } from "../../core/counted.ts";
import type { RepairAttempt } from "../../spec/repair-attempt.ts";
import { dollars } from "./dollars.ts";
import { paint } from "./paint.ts";

/** Pure: "try  repair 2 of 4, whole files: books. 3 errors before, 1 after: better (1 call, $0.0120)". */
export function repairLine(attempt: RepairAttempt): string {
  const { round, maxRounds, by, strategy, features, errorsBefore, errorsAfter, verdict } = attempt;
  const who = by === "fixers" ? "fixers" : `repair ${round} of ${maxRounds}, ${strategy}`;
  const about = features.length === 0 ? "" : `: ${features.join(", ")}`;
  const count = `${counted(errorsBefore, "error")} before, ${errorsAfter} after`;
  const said = verdict === "refused" || verdict === "unanswered" ? verdict : `${count}: ${verdict}`;
  return `  ${mark(attempt)} ${who}${about}. ${said}${paint.dim(costText(attempt))}`;
}

function mark({ verdict }: RepairAttempt): string {
  return verdict === "better" ? paint.green("ok  ") : paint.yellow("try ");
}

function costText({ by, calls, usd }: RepairAttempt): string {
  if (by === "fixers") return "";
  return ` (${counted(calls, "call")}, ${usd === null ? "price unknown" : dollars(usd)})`;
}
