import type { Diagnostic } from "../core/diagnostic.ts";
import { InterruptedError } from "../core/errors.ts";
import { createChecker, type ProjectChecker } from "./check-project.ts";
import { failureSignature } from "./failure-signature.ts";
import type { TrialOutcome } from "../spec/lesson.ts";
import type { StandingOf } from "./by-standing.ts";
import type { Finding } from "./finding.ts";
import type { Fixer } from "./fixer.ts";
import type { LanguageServer } from "./language-server.ts";
import { createProject, factsAfter, type ProjectFacts } from "./project.ts";
import { collectProposals, type ProjectState } from "./collect-proposals.ts";
import { emptyMemory, memoryKey } from "./repair-memory.ts";
import { takeProposals, type AppliedFix } from "./take-proposals.ts";

interface FixInput {
  readonly facts: ProjectFacts;
  /** The files that the compiler judges, by path; also `package.json`, which it does not. */
  readonly texts: ReadonlyMap<string, string>;
  readonly server: LanguageServer;
  /** Default: a new one. One that has seen a project like this looks only at what differs. */
  readonly checker?: ProjectChecker;
  readonly fixers: readonly Fixer[];
  readonly signal: AbortSignal;
  /** Default: 25. Each round brings the fixes of one stage. */
  readonly maxRounds?: number;
  readonly onRound?: (round: RoundReport) => void;
  /** Told what came of each attempt, also of those that were undone. */
  readonly onOutcome?: (outcome: TrialOutcome) => void;
  /** How ways to mend things did before. It changes what is tried first. Default: nothing is known. */
  readonly standing?: StandingOf;
}

export interface RoundReport {
  /** From 1. */
  readonly round: number;
  readonly maxRounds: number;
  readonly errorsBefore: number;
  readonly errorsAfter: number;
  readonly fixes: readonly AppliedFix[];
}

interface LeftFinding extends Finding {
  /** Why it could not be mended: one sentence without a full stop. */
  readonly why: string;
}

export interface FixResult {
  readonly before: readonly Finding[];
  readonly left: readonly LeftFinding[];
  readonly fixes: readonly AppliedFix[];
  readonly rounds: number;
  /** All files after the fixes. */
  readonly texts: ReadonlyMap<string, string>;
  /** Fixes of ours that were taken back because they silenced a check. */
  readonly refused: readonly Diagnostic[];
  /** `limit` when there might have been more to do, `circle` when a state came back. */
  readonly end: "fixed-point" | "limit" | "circle";
}

/**
 * Mends what fixers can mend, until none of them has anything left to do. After each round everything is checked again;
 * what does not make the errors fewer is undone, so the result never has more errors than the input.
 * When what is known from before has led elsewhere and something is left, the usual way is gone too, and the better end
 * is the result: knowing more never leaves more errors.
 * @throws InterruptedError after an abort, UnavailableError when the compiler does not answer.
 */
export async function fixToFixedPoint(input: FixInput): Promise<FixResult> {
  const { checker = createChecker(input.server), standing = () => "usual" } = input;
  const guided = await mend({ ...input, checker, standing });
  if (!guided.isReordered || guided.result.left.length === 0) return guided.result;
  const usual = await mend({ ...input, checker, standing: () => "usual" });
  return usual.result.left.length <= guided.result.left.length ? usual.result : guided.result;
}

type MendInput = FixInput & Required<Pick<FixInput, "checker" | "standing">>;

interface Mended {
  readonly result: FixResult;
  readonly isReordered: boolean;
}

async function mend(input: MendInput): Promise<Mended> {
  const { facts, server, fixers, signal, checker, standing, maxRounds = 25, onRound } = input;
  const { onOutcome = () => undefined } = input;
  const { parsed } = checker;
  const open = async (texts: ReadonlyMap<string, string>): Promise<ProjectState> => {
    if (signal.aborted) throw new InterruptedError("The repair was interrupted.");
    const now = factsAfter(facts, { before: input.texts, after: texts });
    const project = createProject(now, texts, parsed);
    return { project, findings: await checker.findings(project) };
  };
  const memory = emptyMemory();
  let state = await open(input.texts);
  const before = state.findings;
  const fixes: AppliedFix[] = [];
  const seen = new Set<string>();
  let [rounds, end]: [number, FixResult["end"]] = [0, "limit"];
  let isReordered = false;
  while (rounds < maxRounds) {
    const signature = `${failureSignature(state.findings)} ${memory.tried.size}`;
    const proposals = await collectProposals({ state, server, fixers, memory, standing });
    if (proposals.length === 0 || seen.has(signature)) {
      end = proposals.length === 0 ? "fixed-point" : "circle";
      break;
    }
    seen.add(signature);
    rounds += 1;
    const taken = await takeProposals({ state, proposals, memory, open, onOutcome });
    onRound?.({
      round: rounds,
      maxRounds,
      errorsBefore: state.findings.length,
      errorsAfter: taken.state.findings.length,
      fixes: taken.fixes,
    });
    fixes.push(...taken.fixes);
    isReordered ||= taken.isReordered;
    state = taken.state;
  }
  const left = state.findings.map((found) => ({
    ...found,
    why: memory.why.get(memoryKey(state.project, found)) ?? "no fixer is sure what to do about it",
  }));
  const { texts } = state.project;
  const result = { before, left, fixes, rounds, texts, refused: memory.refused, end };
  return { result, isReordered };
}
