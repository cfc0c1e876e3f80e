import { compareText } from "../core/compare-text.ts";
import type { Lesson, LessonRecord, TrialOutcome } from "../spec/lesson.ts";
import { signatureOf } from "./signature.ts";
import { compareRecords } from "./standing.ts";

/** What was learned in a run, or ever: by the id of a lesson. */
export type LessonLog = ReadonlyMap<string, Lesson>;

export const emptyLog: LessonLog = new Map();

/** Most results that count for the order; older ones fade in proportion. */
const memory = 8;
const mostRecords = 40;
const longestExample = 1000;

interface LogOptions {
  /** Whether messages are kept as they are, with the names of the user's code. */
  readonly keepsCode: boolean;
}

/** A log of one outcome. */
export function logOf(outcome: TrialOutcome, { keepsCode }: LogOptions): LessonLog {
  const { actor, variant, isWon } = outcome;
  const { id, code, message } = signatureOf(outcome);
  const [wins, losses] = isWon ? [1, 0] : [0, 1];
  const record: LessonRecord = {
    actor,
    variant,
    wins,
    losses,
    recentWins: wins,
    recentLosses: losses,
  };
  const example = keepsCode ? outcome.message.slice(0, longestExample) : null;
  return new Map([[id, { version: 1, id, code, message, example, records: [record] }]]);
}

/** All of both: counts add up, whichever of them is named first. */
export function mergeLogs(left: LessonLog, right: LessonLog): LessonLog {
  const ids = [...new Set([...left.keys(), ...right.keys()])].toSorted(compareText);
  return new Map(ids.flatMap((id) => mergeLessons(left.get(id), right.get(id)) ?? []));
}

function mergeLessons(
  left: Lesson | undefined,
  right: Lesson | undefined,
): readonly (readonly [string, Lesson])[] {
  const lesson = left ?? right;
  if (lesson === undefined) return [];
  if (left === undefined || right === undefined) return [[lesson.id, lesson]];
  const [example = null] = [left.example, right.example]
    .filter((text) => text !== null)
    .toSorted(compareText);
  const records = new Map<string, LessonRecord>();
  for (const record of [...left.records, ...right.records]) {
    const key = `${record.actor}\n${record.variant}`;
    const known = records.get(key);
    records.set(key, known === undefined ? record : addRecords(known, record));
  }
  const kept = [...records.values()].toSorted(byResults).slice(0, mostRecords);
  return [[lesson.id, { ...lesson, example, records: kept.toSorted(compareRecords) }]];
}

/** The results of both, under the name of the first. */
export function addRecords(left: LessonRecord, right: LessonRecord): LessonRecord {
  const wins = left.recentWins + right.recentWins;
  const losses = left.recentLosses + right.recentLosses;
  const recentWins = round(wins * Math.min(1, memory / (wins + losses || 1)));
  return {
    actor: left.actor,
    variant: left.variant,
    wins: left.wins + right.wins,
    losses: left.losses + right.losses,
    recentWins,
    recentLosses: round(Math.min(memory, wins + losses) - recentWins),
  };
}

/** Files are read by people. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Those that were tried most are kept. */
function byResults(left: LessonRecord, right: LessonRecord): number {
  return right.wins + right.losses - (left.wins + left.losses) || compareRecords(left, right);
}
