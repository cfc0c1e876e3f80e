import { compareText } from "../../core/compare-text.ts";
import { counted } from "../../core/counted.ts";
import type { Lesson, LessonRecord, Standing } from "../../spec/lesson.ts";
import { columnWidth, LINE_WIDTH, wrap } from "./columns.ts";
import { paint } from "./paint.ts";

/** A lesson, with what its counts lead to. */
export interface ShownLesson extends Omit<Lesson, "records"> {
  readonly records: readonly ShownRecord[];
}

interface ShownRecord extends LessonRecord {
  readonly standing: Standing;
}

/** One row a lesson, those with most results first; and what to do when there is none. */
export function lessonListLines(
  lessons: readonly ShownLesson[],
  folder: string,
): readonly string[] {
  if (lessons.length === 0) return emptyLines(folder);
  const rows = lessons
    .toSorted((left, right) => results(right) - results(left) || compareText(left.id, right.id))
    .map((lesson) => ({
      cells: [lesson.id, lesson.code, ...counts(lesson.records)],
      text: lesson.message === "" ? "(says nothing)" : lesson.message,
    }));
  const head = ["id", "code", "won", "lost"];
  const widths = head.map((title, index) =>
    columnWidth([title, ...rows.map(({ cells }) => cells[index] ?? "")]),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => pad(cell, { index, width: widths[index] ?? 0 })).join("  ");
  const indent = " ".repeat(line(head).length + 2);
  return [
    paint.dim(`${line(head)}  what was found`),
    ...rows.flatMap(({ cells, text }) =>
      wrap(text, { first: `${line(cells)}  `, indent }).map((each) => each.trimEnd()),
    ),
    "",
    `${counted(lessons.length, "lesson")} in ${folder}`,
    "Show one of them with: megamind learn show <id>",
  ];
}

/** Numbers end in one line, words begin in one. */
function pad(cell: string, { index, width }: { index: number; width: number }): string {
  return index >= 2 ? cell.padStart(width) : cell.padEnd(width);
}

function emptyLines(folder: string): readonly string[] {
  return [
    "Nothing has been learned yet.",
    "",
    ...wrap(
      "Every repair of megamind fix, and every repair of a model's pages in megamind build, leaves which way was tried for which kind of error, and whether it helped; never your code.",
    ),
    `Lessons are kept in ${folder}`,
  ];
}

/** How a standing reads. */
const words: Readonly<Record<Standing, string>> = {
  first: "wins",
  usual: "undecided",
  alone: "often loses: judged alone",
  last: "dropped: tried last",
};

/** One lesson: every way that was tried, winners first. */
export function lessonLines(lesson: ShownLesson): readonly string[] {
  const { id, code, message, example, records } = lesson;
  const names = records.map(({ actor, variant }) => `${actor}  ${variant}`.trimEnd());
  const width = Math.min(columnWidth(names), LINE_WIDTH - 40);
  return [
    `${paint.bold(code)}  ${paint.dim(id)}`,
    ...wrap(message),
    ...(example === null ? [] : ["", ...wrap(`For example: ${example.replace(/\s+/g, " ")}`)]),
    "",
    ...records.map(({ wins, losses, standing }, index) =>
      `  ${(names[index] ?? "").padEnd(width)}  ${wins} won, ${losses} lost  ${paint.dim(words[standing])}`.trimEnd(),
    ),
    "",
    `Forget it with: megamind learn forget ${id}`,
  ];
}

function results({ records }: ShownLesson): number {
  return records.reduce((sum, { wins, losses }) => sum + wins + losses, 0);
}

function counts(records: readonly ShownRecord[]): readonly string[] {
  const wins = records.reduce((sum, record) => sum + record.wins, 0);
  const losses = records.reduce((sum, record) => sum + record.losses, 0);
  return [String(wins), String(losses)];
}
