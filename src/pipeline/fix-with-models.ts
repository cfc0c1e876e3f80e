import { BugError, type MegamindError } from "../core/errors.ts";
import type { AppliedFix } from "../repair/take-proposals.ts";
import type { FixResult } from "../repair/fix-to-fixed-point.ts";
import { afterAsk, afterFixers, afterJudges, startLoop } from "../repair/loop/loop-state.ts";
import { nextStep } from "../repair/loop/next-step.ts";
import type { Strategy } from "../repair/loop/strategy.ts";
import type { ProjectState } from "../repair/collect-proposals.ts";
import type { RepairAttempt } from "../spec/repair-attempt.ts";
import { fileSubjects, judgementOfFindings, versionOfTexts } from "./file-subjects.ts";
import type { ModelRun } from "./model-run.ts";
import { repairFiles, type FileTries } from "./repair-files.ts";
import type { RepairPolicy } from "./repair-policy.ts";

export interface ModelFixInput {
  /** What fixers have done. */
  readonly fixed: FixResult;
  /** Checks the project as it would be with these files. */
  readonly open: (texts: ReadonlyMap<string, string>) => Promise<ProjectState>;
  /** Lets fixers mend these files. */
  readonly fix: (texts: ReadonlyMap<string, string>) => Promise<FixResult>;
  readonly models: ModelRun;
  readonly strategies: readonly Strategy[];
  readonly policy: RepairPolicy;
  readonly signal: AbortSignal;
  readonly onAttempt?: (attempt: RepairAttempt) => void;
}

export interface ModelFix extends FixResult {
  /** Why models could not go on; what they did until then is in the result. */
  readonly stopped: MegamindError | null;
}

/** A project that models are mending. */
interface Mending {
  fixed: FixResult;
  readonly fixes: AppliedFix[];
  rounds: number;
  readonly tries: FileTries;
  stopped: MegamindError | null;
}

/**
 * Lets models mend what fixers have left: file by file, what others import first, in the ways and within the limits of
 * `nextStep`. A change is kept when the errors get fewer and no check is silenced. Nothing is written.
 * @throws all that `ModelClient.ask` throws, but for the end of the budget and of the providers: those end the repair.
 */
export async function fixWithModels(input: ModelFixInput): Promise<ModelFix> {
  const { fixed, policy, strategies } = input;
  const { nowMs = () => performance.now() } = policy;
  const mending: Mending = {
    fixed,
    fixes: [...fixed.fixes],
    rounds: fixed.rounds,
    tries: new Map(),
    stopped: null,
  };
  const startedMs = nowMs();
  const first = { id: versionOfTexts(fixed.texts), hasFixers: true, isMended: true };
  let state = startLoop(first);
  for (;;) {
    const { project } = await input.open(mending.fixed.texts);
    const step = nextStep(state, {
      limits: policy.limits,
      ladder: strategies,
      subjects: fileSubjects(project, mending.fixed.left),
      elapsedMs: nowMs() - startedMs,
      noModel: isSilent(mending, input) ? "no model answers" : null,
      hasBaseline: false,
      ...(policy.preferred === undefined ? {} : { preferred: policy.preferred }),
    });
    switch (step.do) {
      case "fixers": {
        const next = await input.fix(mending.fixed.texts);
        keep(mending, next);
        state = afterFixers(state, versionOfTexts(next.texts));
        break;
      }
      case "judge":
        state = afterJudges(state, judgementOfFindings(mending.fixed.left));
        break;
      case "ask": {
        const { tries, fixes } = mending;
        const round = await repairFiles(step, { ...input, fixed: mending.fixed, tries });
        mending.stopped = round.stopped;
        fixes.push(...round.fixes);
        mending.rounds += 1;
        mending.fixed = { ...mending.fixed, texts: round.texts, left: round.left };
        state = afterAsk(state, { ...round, id: versionOfTexts(round.texts) });
        break;
      }
      case "end":
        return resultOf(mending, { before: fixed, why: step.why });
      case "return":
      case "baseline":
        throw new BugError("A change was kept that did not make the errors fewer.");
    }
  }
}

function isSilent({ stopped }: Mending, { models }: ModelFixInput): boolean {
  return stopped !== null || models.isOffline();
}

/** What fixers made of what models left. */
function keep(mending: Mending, { texts, left, fixes, rounds, refused }: FixResult): void {
  mending.fixes.push(...fixes);
  mending.rounds += rounds;
  const known = mending.fixed.refused;
  mending.fixed = { ...mending.fixed, texts, left, refused: [...known, ...refused] };
}

function resultOf(
  { fixed, fixes, rounds, tries, stopped }: Mending,
  { before, why: end }: { readonly before: FixResult; readonly why: string },
): ModelFix {
  const left = fixed.left.map((found) => {
    const lines = tries.get(found.file) ?? [];
    const last = lines.at(-1)?.replace(/^- /, "").replace(/\.$/, "");
    const why =
      last === undefined
        ? `${found.why}; no model was asked about it: ${end}`
        : `a model could not mend it in ${lines.length === 1 ? "1 try" : `${lines.length} tries`}; ${last}`;
    return { ...found, why };
  });
  return { ...fixed, before: before.before, fixes, rounds, left, stopped };
}
