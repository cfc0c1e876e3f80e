import { BugError } from "../core/errors.ts";
import type { Blueprint } from "../spec/blueprint.ts";
import { MAX_NEW_FILES_PER_PHASE, type FeatureGraph } from "../spec/plan.ts";
import { countNewFiles } from "./count-files.ts";

/** The features of a phase in build order, and how many files of the app they add. */
export interface PhaseDraft {
  readonly blueprints: readonly Blueprint[];
  readonly files: number;
}

interface AssignInput {
  /** In a topological order, base features first. */
  readonly ordered: readonly Blueprint[];
  readonly graph: FeatureGraph;
}

/**
 * Fills phases one after the other: each takes, in order, every feature that still fits and whose predecessors
 * are in it or before it. The others wait until all base features are there, because they may use any of them.
 */
export function assignPhases({ ordered, graph }: AssignInput): readonly PhaseDraft[] {
  const phases: PhaseDraft[] = [];
  const predecessors = predecessorsOf({ ordered, graph });
  let built: readonly Blueprint[] = [];
  while (built.length < ordered.length) {
    const waiting = ordered.filter((blueprint) => !built.includes(blueprint));
    const phase = fillPhase({ waiting, built, predecessors });
    if (phase.blueprints.length === 0) {
      const ids = waiting.map((blueprint) => blueprint.id).join(", ");
      throw new BugError(
        `No phase can hold any of: ${ids}. The catalog's check of sizes let them pass.`,
      );
    }
    phases.push(phase);
    built = [...built, ...phase.blueprints];
  }
  return phases;
}

interface FillInput {
  readonly waiting: readonly Blueprint[];
  readonly built: readonly Blueprint[];
  readonly predecessors: ReadonlyMap<string, readonly string[]>;
}

function fillPhase({ waiting, built, predecessors }: FillInput): PhaseDraft {
  const taken: Blueprint[] = [];
  const present = new Set(built.map(({ id }) => id));
  let files = 0;
  for (const candidate of waiting) {
    const isReady = predecessors.get(candidate.id)?.every((id) => present.has(id)) ?? true;
    const newFiles = countNewFiles({ before: built, added: [...taken, candidate] });
    if (!isReady || newFiles > MAX_NEW_FILES_PER_PHASE) continue;
    taken.push(candidate);
    present.add(candidate.id);
    files = newFiles;
  }
  return { blueprints: taken, files };
}

function predecessorsOf({ ordered, graph }: AssignInput): ReadonlyMap<string, readonly string[]> {
  const base = ordered.filter((blueprint) => blueprint.base).map(({ id }) => id);
  return new Map(
    ordered.map((blueprint) => [
      blueprint.id,
      [
        ...(blueprint.base ? [] : base),
        ...graph.edges.filter(({ to }) => to === blueprint.id).map(({ from }) => from),
      ],
    ]),
  );
}
