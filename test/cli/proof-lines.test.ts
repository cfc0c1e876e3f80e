import { expect, test } from "vitest";
import { proofFindingLines, proofLines } from "../../src/cli/output/proof-lines.ts";
import { diagnostic } from "../../src/core/diagnostic.ts";

const proof = {
  title: "Bakery",
  tables: 1,
  buckets: 0,
  cells: 100,
  actors: 5,
  truth: { compared: 20, assignments: 30 },
  bodies: { statements: 40, dynamic: 0 },
  code: { triggers: 3, triggersRun: 3, functions: 2, functionsRun: 2, attempts: 9 },
  diagnostics: [],
  mutants: [],
  cellsMs: 1234,
  mutantsMs: 0,
  written: [],
};
const finding = (name: string, index: number, code = "access/too-open") =>
  diagnostic({ code, name, message: `attempt ${index}`, fix: "Close it." });

test("a proof is a few lines", () => {
  expect(proofLines(proof)).toEqual([
    "Proven  Bakery: 1 table",
    "  cells    100 tried by 5 actors in 1.2 s, all right",
    "  rules    20 compared with the policies by 30 truth values, all equal",
    "  code     3 triggers, 2 functions: all run; 40 statements inside looked up",
  ]);
});

test("files that were written are named last", () => {
  const written = ["/bakery/docs/access.md", "/bakery/access.test.sql"];
  expect(proofLines({ ...proof, written }).slice(-2)).toEqual([
    "  written  /bakery/docs/access.md",
    "  written  /bakery/access.test.sql",
  ]);
});

test("what is wrong is counted by table, apart from policies and mutants", () => {
  const diagnostics = [
    finding("pies", 1),
    finding("pies", 2),
    finding("bites", 1, "access/too-strict"),
    finding("pies", 0, "access/policy-differs"),
    finding("pies", 0, "access/missing-row-class"),
  ];
  expect(
    proofLines({
      ...proof,
      buckets: 2,
      bodies: { ...proof.bodies, dynamic: 2 },
      code: { ...proof.code, triggersRun: 2 },
      diagnostics,
    }),
  ).toEqual([
    "Not proven  Bakery: 1 table, 2 buckets",
    "  cells    100 tried by 5 actors in 1.2 s, 3 wrong (pies 2, bites 1)",
    "  rules    20 compared with the policies by 30 truth values, 1 differ",
    "  code     3 triggers, 2 functions: 1 did not run; 40 statements inside looked up, 2 known only when they run",
  ]);
});

test("findings of one kind and table are shown three times, then counted", () => {
  const many = Array.from({ length: 12 }, (_, index) => finding("pies", index));
  expect(proofFindingLines([...many, finding("bites", 0)])).toEqual([
    ...[0, 1, 2].flatMap((index) => [
      "error pies access/too-open",
      `  attempt ${index}`,
      "  Close it.",
    ]),
    "  ... and 9 more access/too-open of pies; --json shows all",
    "error bites access/too-open",
    "  attempt 0",
    "  Close it.",
  ]);
});
