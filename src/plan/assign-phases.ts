import { compareText } from "../core/compare-text.ts";
import { BugError } from "../core/errors.ts";
import type { Blueprint } from "../spec/blueprint.ts";
import { MAX_NEW_FILES_PER_PHASE, type FeatureGraph } from "../spec/plan.ts";
import { featureLevels } from "./feature-graph.ts";

/** The features of a phase in build order, and how many files of the app they add. */
export interface PhaseDraft {
  readonly blueprints: readonly Blueprint[];
  readonly files: number;
}

interface AssignInput {
  readonly blueprints: readonly Blueprint[];
  readonly graph: FeatureGraph;
}

/**
 * Packs features into phases: base features first, then by level and id. A phase takes every feature whose
 * predecessors are in it or before it, as long as at most 20 files are new, so phases are few and no dependency
 * is ever in a later one.
 */
export function assignPhases({ blueprints, graph }: AssignInput): readonly PhaseDraft[] {
  const levels = featureLevels(graph);
  const waiting = blueprints.toSorted(
    (left, right) =>
      Number(right.base) - Number(left.base) ||
      (levels.get(left.id) ?? 0) - (levels.get(right.id) ?? 0) ||
      compareText(left.id, right.id),
  );
  const phases: PhaseDraft[] = [];
  const placed: Blueprint[] = [];
  while (waiting.length > 0) {
    const phase = fillPhase({ waiting, placed, graph });
    if (phase.blueprints.length === 0) {
      const ids = waiting.map((blueprint) => blueprint.id).join(", ");
      throw new BugError(
        `No phase can hold any of: ${ids}. The catalog's check of sizes let them pass.`,
      );
    }
    phases.push(phase);
  }
  return phases;
}

interface FillInput {
  /** In order of preference; what is taken is removed. */
  readonly waiting: Blueprint[];
  /** What is built already; what is taken is added. */
  readonly placed: Blueprint[];
  readonly graph: FeatureGraph;
}

function fillPhase({ waiting, placed, graph }: FillInput): PhaseDraft {
  const taken: Blueprint[] = [];
  let files = 0;
  const takeNext = (): boolean => {
    for (const [index, candidate] of waiting.entries()) {
      if (!isReady(candidate, { placed, graph })) continue;
      const needed = newFiles(candidate, placed) + migrationFiles(candidate, taken);
      if (files + needed > MAX_NEW_FILES_PER_PHASE) continue;
      waiting.splice(index, 1);
      placed.push(candidate);
      taken.push(candidate);
      files += needed;
      return true;
    }
    return false;
  };
  while (takeNext());
  return { blueprints: taken, files };
}

function isReady(
  candidate: Blueprint,
  { placed, graph }: { readonly placed: readonly Blueprint[]; readonly graph: FeatureGraph },
): boolean {
  const built = new Set(placed.map((blueprint) => blueprint.id));
  return graph.edges.every((edge) => edge.to !== candidate.id || built.has(edge.from));
}

/** Its own files, and those of every join that is complete once it is there. */
function newFiles(candidate: Blueprint, placed: readonly Blueprint[]): number {
  const present = new Set([...placed, candidate].map((blueprint) => blueprint.id));
  const completed = [...placed, candidate].flatMap((owner) =>
    owner.joins.filter(
      (join) =>
        [owner.id, ...join.with].includes(candidate.id) && join.with.every((id) => present.has(id)),
    ),
  );
  return completed.reduce((sum, join) => sum + join.files.length, candidate.files.length);
}

/** One file for the migration, when this is the first feature of the phase that stores something. */
function migrationFiles(candidate: Blueprint, taken: readonly Blueprint[]): number {
  return hasStorage(candidate) && !taken.some(hasStorage) ? 1 : 0;
}

function hasStorage(blueprint: Blueprint): boolean {
  return blueprint.entities.length > 0 || blueprint.storage.length > 0;
}
