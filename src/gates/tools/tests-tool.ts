import { sep } from "node:path";
import { z } from "zod";
import type {
  createVitest,
  SerializedError,
  TestCase,
  TestModule,
  TestRunResult,
  Vitest,
} from "vitest/node";
import { importFromApp, serveTool } from "./serve-tool.ts";
import {
  strayError,
  testsQuestionSchema,
  type TestFailure,
  type TestsAnswer,
} from "./tests-answer.ts";

interface VitestNode {
  readonly createVitest: typeof createVitest;
}

const vitestSchema = z.custom<VitestNode>((value) => typeof value === "object" && value !== null);

let hasStarted = false;

serveTool(runTests, { prepare });

/** The second instance of a process starts sooner than the first. */
async function prepare(root: string): Promise<void> {
  if (!hasStarted) await (await startVitest(root)).close();
}

/** A new instance each time: the app's settings and files are others than in the phase before. */
async function startVitest(root: string): Promise<Vitest> {
  hasStarted = true;
  const { createVitest } = vitestSchema.parse(await importFromApp(root, "vitest/node"));
  return createVitest("test", {
    root,
    run: true,
    watch: false,
    reporters: [{}],
    includeTaskLocation: true,
    // The app's files are not the tests' to write.
    update: "none",
  });
}

async function runTests(root: string, question: unknown): Promise<TestsAnswer> {
  const { known } = testsQuestionSchema.parse(question);
  const vitest = await startVitest(root);
  try {
    const all = await vitest.globTestSpecifications();
    const wanted = all.filter(({ moduleId }) => !known.includes(moduleId));
    const { testModules, unhandledErrors } = await (wanted.length === all.length
      ? vitest.start().catch(noTestFiles)
      : vitest.runTestSpecifications(wanted, true));
    const failures = testModules.flatMap((module) => failuresIn(module, root));
    const unhandled = unhandledErrors.map((error) =>
      toFailure(z.custom<SerializedError>().parse(error), { name: strayError, root }),
    );
    return {
      all: [...new Set(all.map(({ moduleId }) => moduleId))],
      ran: testModules.map(toRanFile),
      failures: [...failures, ...unhandled],
    };
  } finally {
    await vitest.close();
  }
}

function toRanFile(module: TestModule): TestsAnswer["ran"][number] {
  const tests = [...module.children.allTests()];
  return {
    file: module.moduleId,
    passed: tests.filter((test) => test.result().state === "passed").length,
    skipped: tests.filter((test) => test.result().state === "skipped").length,
    isSound: module.ok(),
  };
}

/** An app without a test file is an answer, not an error: the gate judges it. */
function noTestFiles(error: unknown): Pick<TestRunResult, "testModules" | "unhandledErrors"> {
  const known = z.object({ code: z.literal("VITEST_FILES_NOT_FOUND") }).safeParse(error);
  if (!known.success) throw error;
  return { testModules: [], unhandledErrors: [] };
}

/** A file or a suite fails by itself when it cannot be loaded, or when a hook of it throws. */
function failuresIn(module: TestModule, root: string): readonly TestFailure[] {
  const place = { file: module.moduleId, root };
  const suites = [...module.children.allSuites()].flatMap((suite) =>
    suite.errors().map((error) => toFailure(error, { ...place, name: suite.fullName })),
  );
  const tests = [...module.children.allTests("failed")].flatMap((test) => testFailures(test, root));
  const own = module.errors().map((error) => toFailure(error, { ...place, name: null }));
  return [...own, ...suites, ...tests];
}

function testFailures(test: TestCase, root: string): readonly TestFailure[] {
  const place = {
    name: test.fullName,
    file: test.module.moduleId,
    root,
    line: test.location?.line,
  };
  return (test.result().errors ?? []).map((error) => toFailure(error, place));
}

interface FailurePlace {
  readonly name: string | null;
  readonly root: string;
  readonly file?: string;
  /** Where the test begins. */
  readonly line?: number | undefined;
}

/** The place is the first one of the app's own in the stack, or else the test itself. */
function toFailure(error: SerializedError, { name, root, file, line }: FailurePlace): TestFailure {
  const isOwn = (path: string) => path.startsWith(root + sep) && !path.includes("node_modules");
  const frames = error.stacks ?? [];
  const frame = frames.find((one) => one.file === file) ?? frames.find((one) => isOwn(one.file));
  return {
    name,
    message: `${error.name ?? "Error"}: ${error.message}`,
    file: frame?.file ?? file ?? null,
    line: frame?.line ?? line ?? null,
    column: frame?.column ?? null,
  };
}
