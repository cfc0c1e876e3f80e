import type { TrialOutcome } from "../spec/lesson.ts";
import { trialOf } from "./by-standing.ts";
import type { Attempt } from "./fixer.ts";
import type { ProjectState } from "./collect-proposals.ts";
import { isBetter, isClean, isSettled } from "./judge-fix.ts";
import { applyAttempts, isAhead, isCompatible, type Proposal } from "./proposal.ts";
import { refuseCheats } from "./refuse-cheats.ts";
import { attemptKey, memoryKey, type RepairMemory } from "./repair-memory.ts";

/** A fix that stayed. */
export interface AppliedFix {
  readonly code: string;
  readonly file: string;
  readonly fixer: string;
}

interface TakeInput {
  readonly state: ProjectState;
  readonly proposals: readonly Proposal[];
  readonly memory: RepairMemory;
  /** Checks a project as it would be with these files. */
  readonly open: (texts: ReadonlyMap<string, string>) => Promise<ProjectState>;
  /** Told what came of each attempt that was judged. */
  readonly onOutcome: (outcome: TrialOutcome) => void;
}

interface Taken {
  readonly state: ProjectState;
  readonly fixes: readonly AppliedFix[];
  /** Whether something was taken before it was known what would become of what comes before it when nothing is known. */
  readonly isReordered: boolean;
}

/** Most attempts that are compared for one finding. */
const mostCompared = 8;

/**
 * Takes the proposals that make the errors fewer: all that go together at once, and when that goes wrong, by halves and
 * in the end one by one. What often failed before would only spoil it for the others, so it is tried alone after them.
 * What was tried and not taken is remembered with the reason.
 */
export async function takeProposals(input: TakeInput): Promise<Taken> {
  let opened = input.state.project.texts;
  const open = (texts: ReadonlyMap<string, string>) => {
    opened = texts;
    return input.open(texts);
  };
  const taken = await takeAll({ ...input, open });
  const { texts } = taken.state.project;
  // The server must not go on with texts that were not taken.
  return opened === texts ? taken : { ...taken, state: await input.open(texts) };
}

async function takeAll(input: TakeInput): Promise<Taken> {
  const honest = input.proposals.filter((proposal) => isHonest(proposal, input));
  const compatible: Proposal[] = [];
  for (const proposal of honest) if (goesWith(proposal, compatible)) compatible.push(proposal);
  const isAlone = ({ standing }: Proposal) => standing === "alone" || standing === "last";
  const together = compatible.filter((proposal) => !isAlone(proposal));
  let taken = await takeTogether(together, input);
  for (const proposal of compatible.filter(isAlone)) {
    if (isTouched(proposal, input.state, taken.state)) continue;
    taken = joined(taken, await takeOne(proposal, { ...input, state: taken.state }));
  }
  return taken;
}

function untaken(state: ProjectState): Taken {
  return { state, fixes: [], isReordered: false };
}

function joined(first: Taken, second: Taken): Taken {
  return {
    state: second.state,
    fixes: [...first.fixes, ...second.fixes],
    isReordered: first.isReordered || second.isReordered,
  };
}

function goesWith({ attempts: [first] }: Proposal, others: readonly Proposal[]): boolean {
  return others.every(({ attempts }) => isCompatible(attempts[0], first));
}

/** Places in files that changed are not where they were: such proposals wait for the next round. */
function isTouched({ attempts: [first] }: Proposal, before: ProjectState, after: ProjectState) {
  return first.fixes.some(
    ({ path }) => before.project.texts.get(path) !== after.project.texts.get(path),
  );
}

async function takeTogether(proposals: readonly Proposal[], input: TakeInput): Promise<Taken> {
  const [only] = proposals;
  if (only === undefined) return untaken(input.state);
  if (proposals.length === 1) return takeOne(only, input);
  const next = await input.open(
    applyAttempts(
      input.state.project.texts,
      proposals.map(({ attempts }) => attempts[0]),
    ),
  );
  if (isClean({ before: input.state.findings, after: next.findings, proposals })) {
    for (const proposal of proposals) {
      remember(proposal, 1, input.memory);
      report(proposal.attempts[0], { proposal, input, isWon: true });
    }
    const isReordered = proposals.some(({ attempts: [first], usual }) =>
      isAhead(first, { usual, tried: [] }),
    );
    return { state: next, fixes: proposals.map(toFix), isReordered };
  }
  const middle = Math.ceil(proposals.length / 2);
  const first = await takeTogether(proposals.slice(0, middle), input);
  const rest = proposals
    .slice(middle)
    .filter((proposal) => !isTouched(proposal, input.state, first.state));
  const second = await takeTogether(rest, { ...input, state: first.state });
  return joined(first, second);
}

/** Compares the attempts of one proposal until one leaves nothing new behind. */
async function takeOne(proposal: Proposal, input: TakeInput): Promise<Taken> {
  const { state, memory } = input;
  let best: { readonly next: ProjectState; readonly attempt: Attempt } | null = null;
  const tried: Attempt[] = [];
  for (const attempt of proposal.attempts.slice(0, mostCompared)) {
    tried.push(attempt);
    const failed = attemptKey(state.project, attempt);
    if (!isAllowed(attempt, proposal, input)) {
      memory.failed.add(failed);
      report(attempt, { proposal, input, isWon: false });
      continue;
    }
    const next = await input.open(applyAttempts(state.project.texts, [attempt]));
    const judged = { before: state.findings, after: next.findings };
    if (!isBetter({ ...judged, proposal, attempt, texts: state.project.texts })) {
      memory.failed.add(failed);
      report(attempt, { proposal, input, isWon: false });
      continue;
    }
    const isBest = best === null || next.findings.length < best.next.findings.length;
    const beaten = isBest ? best?.attempt : attempt;
    if (beaten !== undefined) report(beaten, { proposal, input, isWon: false });
    if (isBest) best = { next, attempt };
    if (isSettled({ ...judged, proposal, attempt })) break;
  }
  remember(proposal, tried.length, memory);
  if (best !== null) {
    report(best.attempt, { proposal, input, isWon: true });
    const [{ why }] = proposal.attempts;
    if (why !== undefined) memory.why.set(memoryKey(best.next.project, proposal.finding), why);
    const isReordered = isAhead(best.attempt, { usual: proposal.usual, tried });
    return { state: best.next, fixes: [toFix(proposal)], isReordered };
  }
  const key = memoryKey(state.project, proposal.finding);
  if (!memory.why.has(key)) {
    memory.why.set(key, `the fix of ${proposal.fixer} was undone: it left as many errors or more`);
  }
  return untaken(state);
}

function isHonest(proposal: Proposal, input: TakeInput): boolean {
  if (proposal.attempts.length > 1) return true;
  if (isAllowed(proposal.attempts[0], proposal, input)) return true;
  input.memory.failed.add(attemptKey(input.state.project, proposal.attempts[0]));
  remember(proposal, 1, input.memory);
  report(proposal.attempts[0], { proposal, input, isWon: false });
  return false;
}

interface Reported {
  readonly proposal: Proposal;
  readonly input: TakeInput;
  readonly isWon: boolean;
}

function report(attempt: Attempt, { proposal, input, isWon }: Reported): void {
  input.onOutcome({ ...trialOf(attempt, proposal), isWon });
}

function isAllowed(attempt: Attempt, proposal: Proposal, { state, memory }: TakeInput): boolean {
  const { texts } = state.project;
  const after = applyAttempts(texts, [attempt]);
  const touched = ([path]: readonly [string, string]) => texts.get(path) !== after.get(path);
  const only = (files: ReadonlyMap<string, string>) => new Map([...files].filter(touched));
  const refused = refuseCheats({ before: only(texts), after: only(after) });
  if (refused.length === 0) return true;
  memory.refused.push(...refused);
  const key = memoryKey(state.project, proposal.finding);
  memory.why.set(key, `the fix of ${proposal.fixer} was refused: ${refused[0]?.message ?? ""}`);
  return false;
}

function remember(proposal: Proposal, attempts: number, { tried }: RepairMemory): void {
  tried.set(proposal.key, (tried.get(proposal.key) ?? 0) + attempts);
}

function toFix({ finding: { code, file }, fixer }: Proposal): AppliedFix {
  return { code, file, fixer };
}
