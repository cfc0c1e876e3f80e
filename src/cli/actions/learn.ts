import { resolve } from "node:path";
import { z } from "zod";
import { InputError } from "../../core/errors.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { nearestTexts } from "../../core/nearest-text.ts";
import { createLessonStore, type LessonStore } from "../../learning/lesson-store.ts";
import { standingOf } from "../../learning/standing.ts";
import type { Lesson } from "../../spec/lesson.ts";
import { withJsonErrors } from "../json-errors.ts";
import { printJson, printLine, printNote } from "../output/console.ts";
import { diagnosticLines } from "../output/diagnostic-lines.ts";
import { lessonLines, lessonListLines, type ShownLesson } from "../output/lesson-lines.ts";

const optionsSchema = z.object({ json: z.boolean(), dataFolder: z.string() });
const forgetSchema = optionsSchema.extend({ all: z.boolean() });

/** `megamind learn list`: all lessons, those with most results first. Damaged files go to stderr. */
export function learnList(given: unknown): Promise<ExitCode> {
  return withStore(given, async (store, json) => {
    const { log, damaged } = await store.load();
    const lessons = [...log.values()].map(shown);
    if (json) printJson({ folder: store.folder, lessons, damaged });
    else lessonListLines(lessons, store.folder).forEach(printLine);
    if (!json) damaged.flatMap(diagnosticLines).forEach(printNote);
  });
}

/** `megamind learn show`: one lesson with all that was tried. */
export function learnShow(id: string, given: unknown): Promise<ExitCode> {
  return withStore(given, async (store, json) => {
    const { log, damaged } = await store.load();
    const lesson = log.get(id);
    if (lesson === undefined) {
      const broken = damaged.filter(({ subject }) => subject.name === id);
      throw unknownLesson(id, { ids: [...log.keys()], diagnostics: broken });
    }
    if (json) printJson(shown(lesson));
    else lessonLines(shown(lesson)).forEach(printLine);
  });
}

/** `megamind learn forget`: one lesson, damaged or not, or all; nothing to forget with `--all` is fine. */
export function learnForget(id: string | undefined, given: unknown): Promise<ExitCode> {
  const { all } = forgetSchema.parse(given);
  return withStore(given, async (store, json) => {
    if (all === (id !== undefined)) throw unclear();
    const forgotten = id === undefined ? await store.forgetAll() : await forgetOne(store, id);
    if (json) printJson({ folder: store.folder, forgotten });
    else printLine(id === undefined ? forgottenText(forgotten) : `Forgotten: ${id}.`);
  });
}

function forgottenText(count: number): string {
  if (count === 0) return "There was nothing to forget.";
  return count === 1 ? "1 lesson is forgotten." : `${count} lessons are forgotten.`;
}

async function forgetOne(store: LessonStore, id: string): Promise<number> {
  if (await store.forget(id)) return 1;
  const { log } = await store.load();
  throw unknownLesson(id, { ids: [...log.keys()], diagnostics: [] });
}

function shown(lesson: Lesson): ShownLesson {
  return {
    ...lesson,
    records: lesson.records.map((record) => ({ ...record, standing: standingOf(record) })),
  };
}

interface NotFound extends Pick<InputError, "diagnostics"> {
  readonly ids: readonly string[];
}

function unknownLesson(id: string, { ids, diagnostics }: NotFound): InputError {
  const [nearest] = nearestTexts(id, { candidates: ids });
  return new InputError(`There is no lesson "${id}".`, {
    diagnostics,
    nextSteps: [
      ...(nearest === undefined ? [] : [`The nearest is ${nearest}.`]),
      "See all of them with: megamind learn list",
    ],
  });
}

function unclear(): InputError {
  return new InputError("Name one lesson to forget, or give --all. Nothing was removed.", {
    nextSteps: ["See all lessons with: megamind learn list"],
  });
}

async function withStore(
  given: unknown,
  work: (store: LessonStore, json: boolean) => Promise<void>,
): Promise<ExitCode> {
  const { json, dataFolder } = optionsSchema.parse(given);
  return withJsonErrors(json, async () => {
    await work(createLessonStore(resolve(dataFolder)), json);
    return exitCode.done;
  });
}
