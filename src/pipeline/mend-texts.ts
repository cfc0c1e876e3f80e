import { createChecker } from "../repair/check-project.ts";
import type { ProjectState } from "../repair/collect-proposals.ts";
import { fixToFixedPoint, type RoundReport } from "../repair/fix-to-fixed-point.ts";
import { fixers } from "../repair/fixers/registry.ts";
import { startLanguageServer } from "../repair/language-server.ts";
import { createProject, factsAfter } from "../repair/project.ts";
import type { ProjectFiles } from "../repair/read-project.ts";
import type { RepairAttempt } from "../spec/repair-attempt.ts";
import type { ModelFix } from "./fix-with-models.ts";
import type { Learning } from "./learn-repairs.ts";
import type { ModelRun } from "./model-run.ts";
import type { RepairPolicy } from "./repair-policy.ts";

/** Models that mend what fixers leave. */
export interface FixModels {
  readonly run: ModelRun;
  readonly policy: RepairPolicy;
  readonly onAttempt?: (attempt: RepairAttempt) => void;
}

interface MendInput extends ProjectFiles {
  /** Absolute path of the project. */
  readonly root: string;
  /** The program of TypeScript. */
  readonly compiler: string;
  readonly lessons: Learning;
  /** Null: no model is asked. */
  readonly models: FixModels | null;
  readonly signal: AbortSignal;
  readonly onRound?: (round: RoundReport) => void;
}

/** Mends files in memory: fixers first, then models where there are any. One language server sees all of it. */
export async function mendTexts(input: MendInput): Promise<ModelFix> {
  const { root, compiler, facts, signal, lessons, models, onRound } = input;
  const server = await startLanguageServer({ root, compiler, signal });
  const checker = createChecker(server);
  const rounds = onRound === undefined ? {} : { onRound };
  const teach = { standing: lessons.standing, onOutcome: lessons.onTrial };
  const factsOf = (texts: ReadonlyMap<string, string>) =>
    factsAfter(facts, { before: input.texts, after: texts });
  const fix = (texts: ReadonlyMap<string, string>) =>
    fixToFixedPoint({
      facts: factsOf(texts),
      texts,
      server,
      checker,
      fixers,
      signal,
      ...teach,
      ...rounds,
    });
  const open = async (texts: ReadonlyMap<string, string>): Promise<ProjectState> => {
    const project = createProject(factsOf(texts), texts, checker.parsed);
    return { project, findings: await checker.findings(project) };
  };
  try {
    const fixed = await fix(input.texts);
    if (models === null || fixed.left.length === 0) return { ...fixed, stopped: null };
    const { fixWithModels } = await import("./fix-with-models.ts");
    const { strategiesOf } = await import("./repair-strategies.ts");
    const { run, onAttempt } = models;
    return await fixWithModels({
      fixed,
      open,
      fix,
      models: run,
      strategies: await strategiesOf(run.chains, "repair-project"),
      policy: { preferred: lessons.preferred, onOutcome: lessons.onRepair, ...models.policy },
      signal,
      ...(onAttempt === undefined ? {} : { onAttempt }),
    });
  } finally {
    await server.close();
  }
}
