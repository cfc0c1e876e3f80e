import type { Finding } from "./finding.ts";
import { byStanding, type StandingOf } from "./by-standing.ts";
import { stages, type Attempt, type Fixer, type FixerAnswer, type Stage } from "./fixer.ts";
import type { LanguageServer } from "./language-server.ts";
import type { Project } from "./project.ts";
import type { Proposal } from "./proposal.ts";
import { attemptKey, memoryKey, type RepairMemory } from "./repair-memory.ts";

/** A project with what is wrong with it. */
export interface ProjectState {
  readonly project: Project;
  readonly findings: readonly Finding[];
}

interface CollectInput {
  readonly state: ProjectState;
  readonly server: LanguageServer;
  readonly fixers: readonly Fixer[];
  readonly memory: RepairMemory;
  readonly standing: StandingOf;
}

/** What the fixers of the first stage that has something to do would do. Later stages wait for what that changes. */
export async function collectProposals(input: CollectInput): Promise<readonly Proposal[]> {
  for (const stage of stages) {
    const proposals = await proposalsOf(stage, input);
    if (proposals.length > 0) return proposals;
  }
  return [];
}

async function proposalsOf(
  stage: Stage,
  { state, server, fixers, memory, standing }: CollectInput,
): Promise<readonly Proposal[]> {
  const ofStage = fixers.filter((fixer) => fixer.stage === stage);
  const found: Proposal[] = [];
  const done = new Set<string>();
  for (const finding of state.findings) {
    const source = state.project.source(finding.file);
    if (source === null) continue;
    // What a compiler says about the rest of such a file is not to be relied on.
    if (!source.isParsed && stage !== "syntax") continue;
    if (!source.isParsed && done.has(source.path)) continue;
    let dropped: Proposal | null = null;
    let proposed: Proposal | null = null;
    for (const fixer of ofStage) {
      if (!fixer.codes.includes(finding.code)) continue;
      const key = `${fixer.name}|${memoryKey(state.project, finding)}`;
      const context = { project: state.project, source, server };
      const proposal = toProposal(await fixer.propose(finding, context), {
        finding,
        fixer: fixer.name,
        reveals: fixer.reveals ?? stage !== "types",
        mustBeSure: fixer.mustBeSure ?? false,
        key,
        memory,
        standing,
        project: state.project,
      });
      if (proposal === null) continue;
      if (proposal.standing === "last") {
        // Another fixer may know better; when none does, this one is tried all the same.
        dropped ??= proposal;
        continue;
      }
      proposed = { ...proposal, usual: [...(dropped?.usual ?? []), ...proposal.usual] };
      break;
    }
    proposed ??= dropped;
    if (proposed === null) continue;
    found.push(proposed);
    done.add(source.path);
  }
  return found;
}

interface ProposalPlace extends Pick<
  Proposal,
  "finding" | "fixer" | "reveals" | "mustBeSure" | "key"
> {
  readonly memory: RepairMemory;
  readonly standing: StandingOf;
  readonly project: Project;
}

function toProposal(
  answer: FixerAnswer,
  { memory, standing, project, ...place }: ProposalPlace,
): Proposal | null {
  const why = memoryKey(project, place.finding);
  if (answer.kind === "none") {
    if (answer.why !== null && !memory.why.has(why)) memory.why.set(why, answer.why);
    return null;
  }
  const ordered = byStanding(answer.attempts, { place, standing });
  const isLeft = (attempt: Attempt) => !memory.failed.has(attemptKey(project, attempt));
  const [first, ...rest] = ordered.attempts.slice(memory.tried.get(place.key) ?? 0).filter(isLeft);
  if (first === undefined) return null;
  const attempts: Proposal["attempts"] = [first, ...rest];
  const usual = answer.attempts.filter((attempt) => attempts.includes(attempt));
  return { ...place, attempts, standing: ordered.of(first), usual };
}
