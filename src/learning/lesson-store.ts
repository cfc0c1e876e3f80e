import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../core/compare-text.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { UnavailableError } from "../core/errors.ts";
import { lessonSchema, type Lesson } from "../spec/lesson.ts";
import { withFolderLock } from "./folder-lock.ts";
import { mergeLogs, type LessonLog } from "./lesson-log.ts";

interface StoredLessons {
  readonly log: LessonLog;
  /** Files that cannot be read as lessons: they are left alone and count for nothing. */
  readonly damaged: readonly Diagnostic[];
}

/** What all runs of a user have learned: one small file for each kind of error. */
export interface LessonStore {
  /** Absolute path of the folder with the lessons; need not exist. */
  readonly folder: string;
  load(): Promise<StoredLessons>;
  /** Adds what a run has learned. Several processes may do so at once. */
  add(log: LessonLog): Promise<void>;
  /** False when there is no such lesson. */
  forget(id: string): Promise<boolean>;
  /** All of them, damaged ones too; says how many there were. */
  forgetAll(): Promise<number>;
}

/** Most lessons that are kept: those with the fewest results give way. */
const mostLessons = 500;
const lessonFile = /^([0-9a-f]{12})\.json$/;

/** @param dataFolder the user's data folder for megamind, made when needed. */
export function createLessonStore(dataFolder: string): LessonStore {
  const folder = join(dataFolder, "lessons");
  const fileOf = (id: string) => join(folder, `${id}.json`);

  async function load(): Promise<StoredLessons> {
    const ids = await idsIn(folder);
    const read = await Promise.all(ids.map((id) => readLesson(fileOf(id), id)));
    return {
      log: new Map(read.flatMap(({ lesson }) => (lesson === null ? [] : [[lesson.id, lesson]]))),
      damaged: read.flatMap(({ damage }) => damage ?? []),
    };
  }

  async function addLocked(log: LessonLog): Promise<void> {
    const { log: known, damaged } = await load();
    const refused = new Set(damaged.map(({ subject }) => subject.name));
    const merged = mergeLogs(known, new Map([...log].filter(([id]) => !refused.has(id))));
    const surplus = surplusOf(merged);
    for (const id of log.keys()) {
      const lesson = merged.get(id);
      if (lesson !== undefined && !surplus.has(id)) await writeLesson(folder, lesson);
    }
    for (const id of surplus) await rm(fileOf(id), { force: true });
  }

  return {
    folder,
    load,
    async add(log) {
      if (log.size === 0) return;
      await orUnavailable(folder, async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await withFolderLock(folder, () => addLocked(log));
      });
    },
    forget: (id) =>
      orUnavailable(folder, async () => {
        const ids = await idsIn(folder);
        if (!ids.includes(id)) return false;
        await withFolderLock(folder, () => removeFiles(folder, (name) => name.includes(id)));
        return true;
      }),
    forgetAll: () =>
      orUnavailable(folder, async () => {
        const ids = await idsIn(folder);
        if (ids.length === 0) return 0;
        await withFolderLock(folder, () =>
          removeFiles(folder, (name) => /\.(?:json|tmp)$/.test(name)),
        );
        return ids.length;
      }),
  };
}

async function idsIn(folder: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(folder)).toSorted(compareText);
    return names.flatMap((name) => lessonFile.exec(name)?.[1] ?? []);
  } catch (error) {
    if (isMissing(error)) return [];
    throw unusable(folder, error);
  }
}

interface ReadLesson {
  readonly lesson: Lesson | null;
  readonly damage: Diagnostic | null;
}

/** Neither of both when it was forgotten meanwhile. */
async function readLesson(file: string, id: string): Promise<ReadLesson> {
  try {
    const lesson = lessonSchema.parse(JSON.parse(await readFile(file, "utf8")));
    if (lesson.id === id) return { lesson, damage: null };
  } catch (error) {
    if (isMissing(error)) return { lesson: null, damage: null };
  }
  const damage = diagnostic({
    code: "lesson-damaged",
    severity: "warning",
    name: id,
    message: `${file} is not a lesson that this version can read. It counts for nothing.`,
    fix: `Remove it with: megamind learn forget ${id}`,
  });
  return { lesson: null, damage };
}

/** Also what a process that was killed has left half written. */
async function removeFiles(folder: string, isMeant: (name: string) => boolean): Promise<void> {
  const names = (await readdir(folder)).filter(isMeant);
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}

async function writeLesson(folder: string, lesson: Lesson): Promise<void> {
  const draft = join(folder, `.${lesson.id}.${randomUUID()}.tmp`);
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(lesson, null, 2)}\n`);
    } finally {
      await handle.close();
    }
    await rename(draft, join(folder, `${lesson.id}.json`));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function surplusOf(log: LessonLog): ReadonlySet<string> {
  const results = ({ records }: Lesson) =>
    records.reduce((sum, { wins, losses }) => sum + wins + losses, 0);
  const most = [...log.values()].toSorted(
    (left, right) => results(right) - results(left) || compareText(left.id, right.id),
  );
  return new Set(most.slice(mostLessons).map(({ id }) => id));
}

async function orUnavailable<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UnavailableError ? error : unusable(folder, error);
  }
}

function unusable(folder: string, cause: unknown): UnavailableError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new UnavailableError(`Lessons of repairs cannot be kept: ${said}`, {
    nextSteps: [
      `Make ${folder} usable, or name another folder with --data-folder.`,
      "Or switch learning off with --learn off.",
    ],
    cause,
  });
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code))
  );
}
