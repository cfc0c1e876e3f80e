import { expect, test } from "vitest";
import { repairLine } from "../../src/cli/output/repair-lines.ts";
import type { RepairAttempt } from "../../src/spec/repair-attempt.ts";
import { runCommand } from "../support/run-command.ts";

const attempt: RepairAttempt = {
  round: 2,
  maxRounds: 4,
  by: "model",
  strategy: "files",
  features: ["books", "votes"],
  errorsBefore: 3,
  errorsAfter: 1,
  verdict: "better",
  calls: 2,
  usd: 0.012,
};

test.each([
  [
    {},
    "ok   repair 2 of 4, files: books, votes. 3 errors before, 1 after: better (2 calls, $0.0120)",
  ],
  [
    { verdict: "worse", errorsBefore: 1, errorsAfter: 2, calls: 1, usd: null },
    "try  repair 2 of 4, files: books, votes. 1 error before, 2 after: worse (1 call, price unknown)",
  ],
  [
    { verdict: "refused", features: ["books"] },
    "try  repair 2 of 4, files: books. refused (2 calls, $0.0120)",
  ],
  [
    { by: "fixers", strategy: null, round: 0, features: ["books"], calls: 0, usd: 0 },
    "ok   fixers: books. 3 errors before, 1 after: better",
  ],
] as const)("%o is one line", (parts, line) => {
  expect(repairLine({ ...attempt, ...parts }).trim()).toBe(line);
});

test.each([
  [["--repair-rounds", "many"], '--repair-rounds cannot be "many"'],
  [["--repair-rounds", "21"], "from 0 to 20"],
  [["--repair-budget", "lots"], '--repair-budget cannot be "lots"'],
])("build %j is refused before anything happens", async (flags, says) => {
  const { exitCode, stderr } = await runCommand(["build", "x", "--yes", ...flags]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(says);
});
