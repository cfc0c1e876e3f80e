import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { byPlace } from "./by-place.ts";
import { counted } from "../core/counted.ts";
import type { ClosableGate, GateContext, GateResult } from "./gate.ts";
import { judged } from "./gate-result.ts";
import { appPathOf, tidyWords } from "./tidy-words.ts";
import { ToolProcess } from "./tool-process.ts";
import { testsAnswerSchema, type TestFailure } from "./tools/tests-answer.ts";

/** All unit tests of the app pass, and there are some. */
export function createTestsGate(): ClosableGate {
  const vitest = new ToolProcess({
    gate: "tests",
    entry: "tests-tool",
    name: "Vitest",
    // CI makes a forgotten `test.only` an error.
    env: { NODE_ENV: "test", CI: "1" },
  });
  return {
    id: "tests",
    title: "Tests",
    seconds: 3,
    deadlineSeconds: 120,
    run: (context) => runTests(context, vitest),
    close: () => vitest.close(),
  };
}

async function runTests(context: GateContext, vitest: ToolProcess): Promise<GateResult> {
  const asked = await vitest.ask(context);
  if (asked.kind === "unavailable") return asked.result;
  const { files, passed, skipped, failures } = testsAnswerSchema.parse(asked.answer);
  const summary = [
    `${counted(passed, "test")} passed`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(failures.length === 0 ? [] : [`${failures.length} failed`]),
    counted(files, "file"),
  ].join(", ");
  const found = failures.map((failure) => toDiagnostic(failure, context.root)).toSorted(byPlace);
  return judged(summary, passed + failures.length === 0 ? [noTests()] : found);
}

function noTests(): Diagnostic {
  return diagnostic({
    code: "tests-none",
    message: "No test was run: an app without a test proves nothing.",
    fix: "Restore the test files that the app was generated with.",
  });
}

/** What testing libraries print of the whole page helps nobody. */
const shownLines = 6;

function toDiagnostic(
  { name, message, file, line, column }: TestFailure,
  root: string,
): Diagnostic {
  const lines = tidyWords(message, root).split("\n");
  return diagnostic({
    code: "tests-failed",
    message: lines.slice(0, shownLines).join("\n").trimEnd(),
    file: file === null ? null : appPathOf(file, root),
    line,
    column,
    name,
  });
}
