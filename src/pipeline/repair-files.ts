import type { Diagnostic } from "../core/diagnostic.ts";
import type { MegamindError } from "../core/errors.ts";
import { BudgetReachedError, NoProviderError } from "../models/model-errors.ts";
import type { ProjectState } from "../repair/collect-proposals.ts";
import type { FixResult } from "../repair/fix-to-fixed-point.ts";
import { newFindings } from "../repair/judge-fix.ts";
import type { PastAsk } from "../repair/loop/loop-state.ts";
import type { Ask, LoopStep } from "../repair/loop/next-step.ts";
import type { AppliedFix } from "../repair/take-proposals.ts";
import type { RepairAttempt, RepairVerdict } from "../spec/repair-attempt.ts";
import { answerOrNothing } from "./answer-or-nothing.ts";
import type { ModelRun } from "./model-run.ts";
import type { RepairPolicy } from "./repair-policy.ts";
import { repairProjectFile } from "./repair-project-file.ts";

/** Path -> what became of tries that did not help, a line each. */
export type FileTries = Map<string, readonly string[]>;

interface FileRoundInput {
  readonly fixed: FixResult;
  readonly open: (texts: ReadonlyMap<string, string>) => Promise<ProjectState>;
  readonly models: ModelRun;
  readonly policy: RepairPolicy;
  readonly signal: AbortSignal;
  readonly tries: FileTries;
  readonly onAttempt?: (attempt: RepairAttempt) => void;
}

interface FileRound {
  readonly texts: ReadonlyMap<string, string>;
  readonly left: FixResult["left"];
  readonly fixes: readonly AppliedFix[];
  readonly asks: readonly PastAsk[];
  readonly calls: number;
  readonly usd: number | null;
  /** Why nobody can be asked any more; null when somebody can. */
  readonly stopped: MegamindError | null;
}

/** One question about each of these files, one after the other: each sees what became of those before it. */
export async function repairFiles(
  { round, asks }: Extract<LoopStep, { readonly do: "ask" }>,
  input: FileRoundInput,
): Promise<FileRound> {
  const { fixed, open } = input;
  let state = await open(fixed.texts);
  const results: FileResult[] = [];
  for (const ask of asks) {
    const isOver = (results.at(-1)?.stopped ?? null) !== null || input.models.isOffline();
    if (isOver) break;
    if (!state.findings.some(({ file }) => file === ask.subject.id)) continue;
    const result = await repairFile(ask, { ...input, state, round });
    state = result.state;
    results.push(result);
  }
  const isSame = state.project.texts === fixed.texts;
  const why = "no fixer is sure what to do about it";
  return {
    texts: state.project.texts,
    left: isSame ? fixed.left : state.findings.map((found) => ({ ...found, why })),
    fixes: results.flatMap(({ fixes }) => fixes),
    asks: results.map(({ ask }) => ask),
    calls: results.reduce((sum, { calls }) => sum + calls, 0),
    usd: results.some(({ usd }) => usd === null)
      ? null
      : results.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    stopped: results.at(-1)?.stopped ?? null,
  };
}

interface FileResult {
  readonly state: ProjectState;
  readonly fixes: readonly AppliedFix[];
  readonly ask: PastAsk;
  readonly calls: number;
  readonly usd: number | null;
  readonly stopped: MegamindError | null;
}

interface FileInput extends FileRoundInput {
  /** The project as the answers before have left it. */
  readonly state: ProjectState;
  readonly round: number;
}

async function repairFile(ask: Ask, input: FileInput): Promise<FileResult> {
  const { models, policy, tries, state: before } = input;
  const costBefore = models.costOfPlan();
  const reply = await askAbout(ask, input);
  const cost = models.costOfPlan();
  const calls = cost.calls - costBefore.calls;
  const usd =
    cost.usd === null || costBefore.usd === null
      ? null
      : Math.round((cost.usd - costBefore.usd) * 1e8) / 1e8;
  const judged = await judgeReply(reply, { path: ask.subject.id, input });
  const { verdict, state, errorsAfter } = judged;
  const { id, signature, lesson } = ask.subject;
  const hasWon = verdict === "better";
  const line = `- ${ask.strategy.name}: ${judged.reason.replaceAll(/\s+/g, " ")}`;
  tries.set(id, hasWon ? [] : [...(tries.get(id) ?? []), line]);
  policy.onOutcome?.({ lesson, by: "model", name: ask.strategy.name, hasWon });
  input.onAttempt?.({
    round: input.round,
    maxRounds: policy.limits.rounds,
    by: "model",
    strategy: ask.strategy.name,
    features: [id],
    errorsBefore: before.findings.length,
    errorsAfter,
    verdict,
    calls,
    usd,
  });
  const fixes = hasWon ? fixesOf(before, state) : [];
  const past = { subject: id, signature, strategy: ask.strategy.name, verdict };
  return { state, fixes, ask: past, calls, usd, stopped: reply.stopped };
}

/** The findings that a repair made go away, wherever they were. */
function fixesOf(before: ProjectState, after: ProjectState): readonly AppliedFix[] {
  const gone = newFindings({ before: after.findings, after: before.findings });
  return gone.map(({ code, file }) => ({ code, file, fixer: "model" }));
}

interface Reply {
  /** The text of the file after it; null when nobody answered. */
  readonly text: string | null;
  readonly refused: readonly Diagnostic[];
  readonly stopped: MegamindError | null;
  /** Why nobody answered. */
  readonly silence: string;
}

async function askAbout(
  { subject, strategy }: Ask,
  { models, signal, tries, state: { project, findings } }: FileInput,
): Promise<Reply> {
  const path = subject.id;
  const question = {
    project,
    path,
    findings: findings.filter(({ file }) => file === path),
    strategy,
    earlier: tries.get(path) ?? [],
    client: models.client,
    signal,
  };
  const silent = { text: null, refused: [], stopped: null };
  try {
    const result = await answerOrNothing(() => repairProjectFile(question), models);
    if ("unanswered" in result) return { ...silent, silence: result.unanswered };
    return { ...result.answer, stopped: null, silence: "" };
  } catch (error) {
    // What is mended already is worth keeping.
    const isEnd = error instanceof NoProviderError || error instanceof BudgetReachedError;
    if (!isEnd) throw error;
    return { ...silent, stopped: error, silence: error.message };
  }
}

interface JudgedReply {
  readonly verdict: RepairVerdict;
  readonly state: ProjectState;
  readonly errorsAfter: number;
  /** What became of it, for the next model and for people. */
  readonly reason: string;
}

/** Keeps what makes the errors fewer, and takes back what does not. */
async function judgeReply(
  { text, refused, silence }: Reply,
  { path, input }: { readonly path: string; readonly input: FileInput },
): Promise<JudgedReply> {
  const { state, open } = input;
  const errorsAfter = state.findings.length;
  const unchanged = { state, errorsAfter };
  if (text === null) return { ...unchanged, verdict: "unanswered", reason: silence };
  if (text === state.project.texts.get(path)) {
    const [first] = refused;
    return first === undefined
      ? { ...unchanged, verdict: "same", reason: "nothing was changed" }
      : { ...unchanged, verdict: "refused", reason: `refused. ${first.message}` };
  }
  const next = await open(new Map([...state.project.texts, [path, text]]));
  const errors = next.findings.length;
  if (errors < errorsAfter) {
    return { verdict: "better", state: next, errorsAfter: errors, reason: "it helped" };
  }
  // Who checks the next one must not go on with texts that were not taken.
  const back = await open(state.project.texts);
  const [news] = newFindings({ before: state.findings, after: next.findings });
  const then = news === undefined ? "" : `. New: line ${news.line} ${news.code}: ${news.message}`;
  const verdict = errors > errorsAfter ? "worse" : "same";
  const what = verdict === "worse" ? "it made things worse" : "it left as many errors";
  return { verdict, state: back, errorsAfter: errors, reason: `${what}${then}` };
}
