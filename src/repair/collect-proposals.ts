import type { Finding } from "./finding.ts";
import { stages, type Fixer, type FixerAnswer, type Stage } from "./fixer.ts";
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
  { state, server, fixers, memory }: CollectInput,
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
        project: state.project,
      });
      if (proposal === null) continue;
      found.push(proposal);
      done.add(source.path);
      break;
    }
  }
  return found;
}

interface ProposalPlace extends Pick<
  Proposal,
  "finding" | "fixer" | "reveals" | "mustBeSure" | "key"
> {
  readonly memory: RepairMemory;
  readonly project: Project;
}

function toProposal(
  answer: FixerAnswer,
  { memory, project, ...place }: ProposalPlace,
): Proposal | null {
  const why = memoryKey(project, place.finding);
  if (answer.kind === "none") {
    if (answer.why !== null && !memory.why.has(why)) memory.why.set(why, answer.why);
    return null;
  }
  const [first, ...rest] = answer.attempts
    .slice(memory.tried.get(place.key) ?? 0)
    .filter((attempt) => !memory.failed.has(attemptKey(project, attempt)));
  return first === undefined ? null : { ...place, attempts: [first, ...rest] };
}
