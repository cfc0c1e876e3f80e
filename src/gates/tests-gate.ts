import { join } from "node:path";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { compareText } from "../core/compare-text.ts";
import { byPlace } from "./by-place.ts";
import { counted } from "../core/counted.ts";
import type { ClosableGate, GateResult, ProjectContext } from "./gate.ts";
import { judged } from "./gate-result.ts";
import { openTestParts, type TestFilePass } from "./memory/test-parts.ts";
import { appPathOf, tidyWords } from "./tidy-words.ts";
import { ToolProcess } from "./tool-process.ts";
import { strayError, testsAnswerSchema, type TestFailure } from "./tools/tests-answer.ts";

/** All unit tests of the app pass, and there are some. */
export function createTestsGate(): ClosableGate<ProjectContext> {
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
    prepare: async (context) => vitest.prepare(context),
    run: (context) => runTests(context, vitest),
    close: () => vitest.close(),
  };
}

async function runTests(context: ProjectContext, vitest: ToolProcess): Promise<GateResult> {
  const { root, memory } = context;
  const before = await openTestParts(root, memory);
  const known = (await before?.known()) ?? { all: null, passed: new Map() };
  const isAllKnown = known.all?.every((path) => known.passed.has(path)) === true;
  if (known.all !== null && isAllKnown) {
    return judgedTests({ all: known.all, known: known.passed, ran: new Map(), found: [] });
  }
  const asked = await vitest.ask(context, {
    known: [...known.passed.keys()].map((path) => join(root, path)),
  });
  if (asked.kind === "unavailable") return asked.result;
  const answer = testsAnswerSchema.parse(asked.answer);
  const appPath = (file: string) => appPathOf(file, root) ?? file;
  const all = answer.all.map(appPath).toSorted(compareText);
  const hasStrayErrors = answer.failures.some(({ name }) => name === strayError);
  const broken = new Set(answer.ran.filter(({ isSound }) => !isSound).map(({ file }) => file));
  const sound = hasStrayErrors ? [] : answer.ran.filter(({ file }) => !broken.has(file));
  const now = before === null ? null : await openTestParts(root, memory);
  if (before !== null && now !== null) {
    await before.keep({ all, passed: sumsOf(sound, appPath) }, now);
  }
  return judgedTests({
    all,
    known: known.passed,
    ran: sumsOf(answer.ran, appPath),
    found: answer.failures.map((failure) => toDiagnostic(failure, root)).toSorted(byPlace),
  });
}

/** A file may run more than once, in several projects. */
function sumsOf(
  ran: readonly (TestFilePass & { readonly file: string })[],
  appPath: (file: string) => string,
): ReadonlyMap<string, TestFilePass> {
  const sums = new Map<string, TestFilePass>();
  for (const { file, passed, skipped } of ran) {
    const sum = sums.get(appPath(file)) ?? { passed: 0, skipped: 0 };
    sums.set(appPath(file), { passed: sum.passed + passed, skipped: sum.skipped + skipped });
  }
  return sums;
}

interface TestsRun {
  readonly all: readonly string[];
  readonly known: ReadonlyMap<string, TestFilePass>;
  readonly ran: ReadonlyMap<string, TestFilePass>;
  readonly found: readonly Diagnostic[];
}

/** The same whether files ran or are known to pass. */
function judgedTests({ all, known, ran, found }: TestsRun): GateResult {
  const files = all.flatMap((path) => ran.get(path) ?? known.get(path) ?? []);
  const passed = files.reduce((sum, file) => sum + file.passed, 0);
  const skipped = files.reduce((sum, file) => sum + file.skipped, 0);
  const summary = [
    `${counted(passed, "test")} passed`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(found.length === 0 ? [] : [`${found.length} failed`]),
    counted(all.length, "file"),
  ].join(", ");
  const result = judged(summary, passed + found.length === 0 ? [noTests()] : found);
  const unchanged = all.filter((path) => known.has(path) && !ran.has(path)).length;
  return unchanged === 0 ? result : { ...result, remembered: { unchanged, of: all.length } };
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
