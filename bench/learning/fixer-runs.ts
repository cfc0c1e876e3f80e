import type { Learning } from "../../src/pipeline/learn-repairs.ts";
import type { ProjectChecker } from "../../src/repair/check-project.ts";
import { fixToFixedPoint } from "../../src/repair/fix-to-fixed-point.ts";
import { fixers } from "../../src/repair/fixers/registry.ts";
import { isJudged } from "../../src/repair/project.ts";
import type { FaultApp } from "../faults/fault-app.ts";
import { allKinds, breakFile, plant } from "../faults/plant.ts";

/** What a run over broken versions of an app took. */
export interface RunCost {
  readonly errors: number;
  /** Times that the compiler was asked about a version of the app. */
  readonly checks: number;
  readonly attempts: number;
  readonly lost: number;
  readonly ms: number;
  readonly left: number;
}

export const noCost: RunCost = { errors: 0, checks: 0, attempts: 0, lost: 0, ms: 0, left: 0 };

export function addCosts(one: RunCost, other: RunCost): RunCost {
  return {
    errors: one.errors + other.errors,
    checks: one.checks + other.checks,
    attempts: one.attempts + other.attempts,
    lost: one.lost + other.lost,
    ms: one.ms + other.ms,
    left: one.left + other.left,
  };
}

/** A version of an app with faults in several files, by path. */
export type Broken = ReadonlyMap<string, string>;

interface Versions {
  readonly count: number;
  /** In each version. */
  readonly faults: number;
  readonly random: () => number;
}

/** Versions of an app, each with some faults of all kinds, in different files. */
export function brokenVersions(
  app: FaultApp,
  { count, faults, random }: Versions,
): readonly Broken[] {
  // A file that gets another name breaks its importers: nothing else could be planted in those.
  const kinds = allKinds.filter(({ name }) => name !== "jsx-in-ts");
  let turn = 0;
  return Array.from({ length: count }, () => {
    const hit = new Set<string>();
    let texts = app.texts;
    for (let tries = 0; hit.size < faults && tries < 20 * faults; tries += 1) {
      const kind = kinds[turn % kinds.length];
      turn += 1;
      const paths = [...app.texts.keys()].filter((path) => isJudged(path) && !hit.has(path));
      const place =
        kind === undefined ? null : plant({ kind, paths, random, healthy: app.healthy });
      if (place === null) continue;
      hit.add(place.path);
      texts = breakFile(texts, place.path, place.fault);
    }
    return texts;
  });
}

/** Mends a version by what is known, and learns from it. */
export async function mendVersion(
  app: FaultApp,
  texts: Broken,
  { standing, onTrial }: Pick<Learning, "standing" | "onTrial">,
): Promise<RunCost> {
  let [checks, attempts, lost] = [0, 0, 0];
  const checker: ProjectChecker = {
    parsed: app.checker.parsed,
    findings: (project) => {
      checks += 1;
      return app.checker.findings(project);
    },
  };
  const { facts, server } = app;
  const { signal } = new AbortController();
  const started = performance.now();
  const { before, left } = await fixToFixedPoint({
    facts,
    texts,
    server,
    checker,
    fixers,
    signal,
    standing,
    onOutcome: (outcome) => {
      attempts += 1;
      if (!outcome.isWon) lost += 1;
      onTrial(outcome);
    },
  });
  const ms = performance.now() - started;
  return { errors: before.length, checks, attempts, lost, ms, left: left.length };
}

/** What hands and models leave behind: something is lost, or stands where it should not. */
const strays = ["", "", "", "x", "}", ")", ">", '"', ",", ";", "await ", "any"];

/** Versions of an app, each with some files in which up to 5 letters somewhere are lost or replaced by a stray sign. */
export function damagedVersions(
  app: FaultApp,
  { count, faults, random }: Versions,
): readonly Broken[] {
  const paths = [...app.texts.keys()].filter(isJudged);
  const below = (limit: number) => Math.floor(random() * limit);
  return Array.from({ length: count }, () => {
    const texts = new Map(app.texts);
    for (let index = 0; index < faults; index += 1) {
      const path = paths[below(paths.length)] ?? "";
      const text = app.texts.get(path) ?? "";
      const [start, length] = [below(text.length), below(6)];
      const stray = strays[below(strays.length)] ?? "";
      texts.set(path, text.slice(0, start) + stray + text.slice(start + length));
    }
    return texts;
  });
}
