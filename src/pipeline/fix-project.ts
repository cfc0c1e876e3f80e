import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { compareText } from "../core/compare-text.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { InputError, type MegamindError } from "../core/errors.ts";
import { findCompiler } from "../repair/find-compiler.ts";
import type { FixResult, RoundReport } from "../repair/fix-to-fixed-point.ts";
import { readProject } from "../repair/read-project.ts";
import type { ChangeSet } from "../spec/change-set.ts";
import { entryKind } from "../workspace/app-path.ts";
import { applyChangeSet } from "../workspace/apply-change-set.ts";
import { diffFiles } from "../workspace/diff-files.ts";
import { dropJournal, readJournal } from "../workspace/journal.ts";
import { fixMigrations, withMigrations } from "./fix-sql.ts";
import { startLearning, type LearningOptions } from "./learn-repairs.ts";
import { mendTexts, type FixModels } from "./mend-texts.ts";
import { uncommittedFiles } from "./uncommitted-files.ts";

export interface FixProjectOptions {
  /** Absolute path of a TypeScript project. */
  readonly root: string;
  /** Whether to say what would be done and change nothing. */
  readonly isDryRun: boolean;
  /** Whether to change files although some are not committed. */
  readonly force: boolean;
  /** Absolute path of the templates, whose packages we know. */
  readonly templates: string;
  /** Where database images are kept, for projects with migrations. */
  readonly cacheFolder: string;
  /** Default: nothing is known and nothing is learned. */
  readonly learning?: LearningOptions;
  /** Who mends what fixers leave. Default: nobody. */
  readonly models?: FixModels | null;
  readonly signal: AbortSignal;
  readonly onRound?: (round: RoundReport) => void;
}

/** What `megamind fix` did or would do. */
export interface ProjectFix {
  readonly before: { readonly errors: number };
  readonly after: { readonly errors: number };
  readonly fixes: FixResult["fixes"];
  readonly left: readonly LeftError[];
  readonly rounds: number;
  readonly filesTouched: readonly string[];
  /** Files that change: text before and after, null where there is none. */
  readonly changes: readonly FileRewrite[];
  readonly refused: FixResult["refused"];
  /** What went wrong beside the repair. */
  readonly warnings: readonly Diagnostic[];
  /** Why models could not go on, when they could not; what was mended until then is kept. */
  readonly stopped: MegamindError | null;
}

export interface LeftError {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly why: string;
}

export interface FileRewrite {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Mends a project, without a model as far as that goes, with models when there are any, and writes all or nothing.
 * @throws InputError when there is no project, or files are not committed and `force` is not given; UnavailableError
 *   when TypeScript does not answer; InterruptedError after an abort, with nothing changed.
 */
export async function fixProject(options: FixProjectOptions): Promise<ProjectFix> {
  const { root, isDryRun, signal, templates, onRound, learning = noLearning } = options;
  const { models = null } = options;
  await requireProject(root);
  if (!isDryRun) await requireCleanTree(options);
  const compiler = await findCompiler(root);
  const knownPackages = await readKnownPackages(templates);
  const { facts, texts } = await readProject({ root, compiler, knownPackages, signal });
  const lessons = await startLearning(learning);
  const rounds = onRound === undefined ? {} : { onRound };
  const work = { root, compiler, facts, texts, lessons, models, signal, ...rounds };
  const result = await mendTexts(work);
  const sql = await fixMigrations(options);
  const was = new Map([...texts, ...(sql?.was ?? [])]);
  const is = new Map([...result.texts, ...(sql?.texts ?? [])]);
  const changeSet = diffFiles(was, is);
  if (!isDryRun && changeSet.changes.length > 0) await write(root, changeSet);
  // A dry run is often followed by the real one, which must not count twice.
  const warnings = isDryRun ? [] : await lessons.save();
  const report = toReport({ ...result, texts: is }, was, changeSet);
  return withMigrations({ ...report, warnings, stopped: result.stopped }, sql);
}

const noLearning: LearningOptions = { mode: "off", dataFolder: "" };

async function requireProject(root: string): Promise<void> {
  if ((await entryKind(join(root, "tsconfig.json"))) === "file") return;
  throw new InputError(`${root} is not a TypeScript project: it has no tsconfig.json.`, {
    nextSteps: ["Name the folder of a project that has one."],
  });
}

async function requireCleanTree({ root, force }: FixProjectOptions): Promise<void> {
  if ((await readJournal(root)) !== null) {
    throw new InputError(`A build of ${root} is not finished.`, {
      nextSteps: ["Finish it with megamind build, then run the command again."],
    });
  }
  if (force) return;
  const files = (await uncommittedFiles(root)) ?? [];
  if (files.length === 0) return;
  const shown = files.slice(0, 5).join(", ");
  throw new InputError(`${root} has files that are not committed: ${shown}. Nothing was changed.`, {
    nextSteps: [
      "Commit or stash them, then run the command again.",
      "Or run it with --dry-run to see what it would do, or with --force to change files all the same.",
    ],
  });
}

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/** The packages of generated apps, at versions that are known to work together. */
async function readKnownPackages(templates: string): Promise<ReadonlyMap<string, string>> {
  const file = join(templates, "base", "files", "package.json");
  const { dependencies, devDependencies } = manifestSchema.parse(
    JSON.parse(await readFile(file, "utf8")),
  );
  return new Map(Object.entries({ ...devDependencies, ...dependencies }));
}

/** There is no phase to go back to: what the journal keeps for it is not needed once all is written. */
async function write(root: string, changeSet: ChangeSet): Promise<void> {
  await applyChangeSet(root, changeSet);
  await dropJournal(root);
}

function toReport(
  { before, left, fixes, rounds, texts, refused }: FixResult,
  was: ReadonlyMap<string, string>,
  { changes }: ChangeSet,
): Omit<ProjectFix, "warnings" | "stopped"> {
  const filesTouched = changes.map(({ path }) => path).toSorted(compareText);
  return {
    before: { errors: before.length },
    after: { errors: left.length },
    fixes,
    left: left.map(({ code, file, line, message, why }) => ({ code, file, line, message, why })),
    rounds,
    filesTouched,
    changes: filesTouched.map((path) => ({
      path,
      before: was.get(path) ?? null,
      after: texts.get(path) ?? null,
    })),
    refused,
  };
}
