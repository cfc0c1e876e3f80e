import { UnavailableError } from "../core/errors.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { preferredVariant, standingIn } from "../learning/guide.ts";
import { emptyLog, logOf, mergeLogs, type LessonLog } from "../learning/lesson-log.ts";
import { createLessonStore, type LessonStore } from "../learning/lesson-store.ts";
import { strategies, strategyNames, type Strategy } from "../repair/loop/strategy.ts";
import type { Standing, Trial, TrialOutcome } from "../spec/lesson.ts";
import { defaultRepair, type RepairOutcome, type RepairPolicy } from "./repair-policy.ts";

export const learningModes = ["on", "off", "code"] as const;

export interface LearningOptions {
  /** `code`: messages are kept as they are, with the names of the user's code. */
  readonly mode: (typeof learningModes)[number];
  /** Absolute path of the user's data folder for megamind; need not exist. */
  readonly dataFolder: string;
}

/** What a run knows from earlier ones, and what it learns. What it learns changes nothing before it is saved. */
export interface Learning {
  /** How a fixer's way to mend something did before. */
  readonly standing: (trial: Trial) => Standing;
  /** The way to ask a model that helped with such findings before; null for none. @param lesson see `lessonOf` */
  readonly preferred: (lesson: string) => Strategy | null;
  readonly onTrial: (outcome: TrialOutcome) => void;
  /** What fixers did is told by `onTrial`: of it this takes the repairs by models alone. */
  readonly onRepair: (outcome: RepairOutcome) => void;
  /** Adds what was learned to the lessons of the user. Warnings when that is not possible: no repair fails for it. */
  save(): Promise<readonly Diagnostic[]>;
}

/** Loads what is known; lessons that cannot be read count for nothing. */
export async function startLearning({ mode, dataFolder }: LearningOptions): Promise<Learning> {
  if (mode === "off") return learningFrom(emptyLog, { keepsCode: false, store: null });
  const store = createLessonStore(dataFolder);
  const { log, store: usable } = await loadFrom(store);
  return learningFrom(log, { keepsCode: mode === "code", store: usable });
}

async function loadFrom(store: LessonStore) {
  try {
    return { log: (await store.load()).log, store };
  } catch (error) {
    if (error instanceof UnavailableError) return { log: emptyLog, store };
    throw error;
  }
}

/** Repairs within the usual limits, which begin with what helped before. */
export function learnedRepair({ preferred, onTrial, onRepair }: Learning): RepairPolicy {
  return { ...defaultRepair, preferred, onTrial, onOutcome: onRepair };
}

interface Keeping {
  readonly keepsCode: boolean;
  /** Null when nothing is to be learned. */
  readonly store: LessonStore | null;
}

function learningFrom(known: LessonLog, { keepsCode, store }: Keeping): Learning {
  let learned = emptyLog;
  const onTrial = (outcome: TrialOutcome) => {
    if (store !== null) learned = mergeLogs(learned, logOf(outcome, { keepsCode }));
  };
  return {
    standing: (trial) => standingIn(known, trial),
    preferred: (lesson) => preferredStrategy(known, lesson),
    onTrial,
    onRepair: ({ by, lesson, name, hasWon }) => {
      if (by !== "model") return;
      for (const found of kindsOf(lesson)) {
        onTrial({ ...found, actor: by, variant: name, isWon: hasWon });
      }
    },
    save: () => (store === null ? Promise.resolve([]) : save(store, learned)),
  };
}

function preferredStrategy(log: LessonLog, lesson: string): Strategy | null {
  const found = kindsOf(lesson);
  const name = preferredVariant(log, { found, actor: "model", variants: strategyNames });
  return strategies.find((strategy) => strategy.name === name) ?? null;
}

/** The kinds of errors that a question to a model was about. */
function kindsOf(lesson: string): readonly Pick<Trial, "code" | "message">[] {
  const lines = lesson.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [code = "", ...message] = line.split("|");
    return { code, message: message.join("|") };
  });
}

async function save(store: LessonStore, learned: LessonLog): Promise<readonly Diagnostic[]> {
  try {
    await store.add(learned);
    return [];
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    const { message, nextSteps } = error;
    const fix = nextSteps.join(" ");
    return [diagnostic({ code: "lessons-not-kept", severity: "warning", message, fix })];
  }
}
