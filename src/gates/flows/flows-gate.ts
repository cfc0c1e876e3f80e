import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { findBrowser, howToGetBrowser } from "../find-browser.ts";
import { judged, unavailable } from "../gate-result.ts";
import type { ClosableGate, GateContext, GateResult, ProjectContext } from "../gate.ts";
import { isWholePlanBuilt } from "../is-whole-plan-built.ts";
import { startStamp } from "../memory/start-stamp.ts";
import { ToolProcess } from "../tool-process.ts";
import { flowsAnswerSchema, type FlowsAnswer } from "../tools/flows-answer.ts";
import { flowFailure } from "./flow-failure.ts";
import { keepWalk, recallWalk, walkKey } from "./known-walk.ts";
import {
  proofSummary,
  proofWays,
  proveChecks,
  unprovenFindings,
  type Proofs,
} from "./prove-checks.ts";

const journeyFile = "e2e/journey.e2e.ts";

/**
 * The app's own journey of two people in a real browser, and whether every acceptance check is shown by one of its
 * steps, by a unit test or by another gate. Once the whole plan is built: before, half of the app is not there.
 */
export function createFlowsGate(): ClosableGate {
  let tool: ToolProcess | null = null;
  return {
    id: "flows",
    title: "Flows",
    ground: "build",
    isOptional: true,
    seconds: 18,
    deadlineSeconds: 240,
    isDue: isWholePlanBuilt,
    prepare: async (context) => {
      // Only a run knows whether the whole plan is built.
      if (!existsSync(join(context.root, journeyFile))) return;
      tool?.prepare(context, await questionOf(context));
    },
    run: async (context) => {
      const browser = await findBrowser();
      if (browser === null) return withoutBrowser();
      tool ??= toolWith(browser);
      return runFlows(context, tool);
    },
    close: async () => {
      const open = tool;
      tool = null;
      await open?.close();
    },
  };
}

/** A journey that was got ready is walked only if it is made of the same. */
async function questionOf(context: ProjectContext) {
  return { stamp: await startStamp("flows", context) };
}

function toolWith(browser: string): ToolProcess {
  return new ToolProcess({
    gate: "flows",
    entry: "flows-tool",
    name: "The journey",
    env: { BROWSER_PATH: browser, LITE_TELEMETRY: "0" },
  });
}

type Walked =
  | {
      readonly kind: "walked";
      readonly answer: FlowsAnswer;
      readonly notes: readonly Diagnostic[];
      /** Whether it was walked before, through the same app. Default: false. */
      readonly isKnown?: boolean;
    }
  | { readonly kind: "unavailable"; readonly result: GateResult };

async function runFlows(context: GateContext, tool: ToolProcess): Promise<GateResult> {
  const { plan, phase, root } = context;
  const hasJourney = existsSync(join(root, journeyFile));
  const walked: Walked = hasJourney
    ? await walkUnlessKnown(context, tool)
    : { kind: "walked", answer: { steps: [], broken: null }, notes: [] };
  if (walked.kind === "unavailable") return walked.result;
  const { answer, notes, isKnown = false } = walked;
  const features = plan.features.filter((feature) => feature.phase <= phase);
  const files = new Set(features.flatMap(({ blueprint }) => testFiles(blueprint.acceptance)));
  const checked = proveChecks(features, await proofsOf(answer, { root, files }));
  const isWhole = isPassed(answer);
  const failures = failuresOf(answer, root);
  // What comes after a step that failed was not reached: only the step itself is worth a word.
  const found = isWhole ? unprovenFindings(checked) : failures;
  const passed = answer.steps.filter((step) => step.passed).length;
  return {
    ...judged(proofSummary(passed, checked), [...found, ...proofWays(checked)]),
    ...(notes.length === 0 ? {} : { notes }),
    ...(isKnown ? { remembered: { unchanged: 1, of: 1 } } : {}),
  };
}

/** Which checks the walk and the tests prove is looked up each time; only the walk itself is remembered. */
async function walkUnlessKnown(context: GateContext, tool: ToolProcess): Promise<Walked> {
  const key = await walkKey(context);
  const known = await recallWalk(key, context);
  if (known !== null) return { kind: "walked", answer: known, notes: [], isKnown: true };
  const walked = await walkTwiceAtMost(context, tool);
  if (walked.kind === "walked" && walked.notes.length === 0 && isPassed(walked.answer)) {
    await keepWalk({ key, answer: walked.answer }, context);
  }
  return walked;
}

/** A journey that fails is walked once anew: what then passes is no fault of the app that anybody can act on. */
async function walkTwiceAtMost(context: GateContext, tool: ToolProcess): Promise<Walked> {
  const first = await walk(context, tool);
  if (first.kind === "unavailable" || isPassed(first.answer)) return first;
  const second = await walk(context, tool);
  if (second.kind === "unavailable" || !isPassed(second.answer)) return second;
  const [failed] = failuresOf(first.answer, context.root);
  const notes = failed === undefined ? [] : [unsteady(failed)];
  return { ...second, notes };
}

async function walk(context: GateContext, tool: ToolProcess): Promise<Walked> {
  const asked = await tool.ask(context, await questionOf(context));
  if (asked.kind === "unavailable") return asked;
  const answer = flowsAnswerSchema.parse(asked.answer);
  return { kind: "walked", answer, notes: [] };
}

function isPassed({ broken, steps }: FlowsAnswer): boolean {
  return broken === null && steps.every(({ passed }) => passed);
}

function failuresOf({ broken, steps }: FlowsAnswer, root: string): readonly Diagnostic[] {
  const failed = steps.filter(({ passed }) => !passed);
  return [
    ...failed.map((step) => flowFailure(step, root)),
    ...(broken === null ? [] : [flowFailure({ title: null, ...broken }, root)]),
  ];
}

function unsteady({ message, subject }: Diagnostic): Diagnostic {
  return diagnostic({
    code: "flows-unsteady",
    severity: "warning",
    ...subject,
    message: `The journey passed only when it was walked again. ${message}`,
    fix: "A step that waits for a state of the page, and never for time, passes on busy machines too.",
  });
}

function testFiles(acceptance: GateContext["plan"]["features"][number]["blueprint"]["acceptance"]) {
  return acceptance.flatMap((check) =>
    typeof check === "string" ? [] : (check.tests ?? []).map(({ file }) => file),
  );
}

async function proofsOf(
  { steps }: FlowsAnswer,
  { root, files }: { readonly root: string; readonly files: ReadonlySet<string> },
): Promise<Proofs> {
  const texts = new Map(
    await Promise.all(
      [...files].map(
        async (file) => [file, await readFile(join(root, file), "utf8").catch(() => "")] as const,
      ),
    ),
  );
  return {
    passed: steps.filter(({ passed }) => passed).map(({ title }) => title),
    failed: steps.filter(({ passed }) => !passed).map(({ title }) => title),
    hasTest: (file, name) => texts.get(file)?.includes(name) === true,
  };
}

function withoutBrowser(): GateResult {
  return unavailable({
    gate: "flows",
    message: "No Chrome or Chromium was found for the journey through the app.",
    fix: howToGetBrowser(),
  });
}
