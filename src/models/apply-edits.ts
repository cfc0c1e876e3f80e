import type { EditBlock } from "./file-blocks.ts";

export type EditResult =
  | { readonly kind: "changed"; readonly content: string }
  /** Nothing was changed; the reason is written for the model. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * The file after all replacements of an edit, or none of them. A search must match exactly one place: as it is, else
 * without regard to space at line ends, else shifted by one indentation.
 */
export function applyEdits(content: string, { path, replacements }: EditBlock): EditResult {
  if (replacements.length === 0) return refuse(path, "the edit holds no search and replace pair");
  let lines: readonly string[] = content.split("\n");
  for (const { search, replace } of replacements) {
    const wanted = search.split("\n");
    if (search.trim() === "") return refuse(path, "a search is empty");
    const place = findPlace(lines, wanted);
    if (place === "many") return refuse(path, `these lines occur more than once:\n${search}`);
    if (place === "none") {
      return refuse(
        path,
        `these lines do not occur:\n${search}\nNearest are:\n${nearest(lines, wanted)}`,
      );
    }
    const inserted =
      replace === "" ? [] : replace.split("\n").map((line) => indent(line, place.shift));
    lines = [
      ...lines.slice(0, place.start),
      ...inserted,
      ...lines.slice(place.start + wanted.length),
    ];
  }
  return { kind: "changed", content: lines.join("\n") };
}

function refuse(path: string, reason: string): EditResult {
  return { kind: "refused", reason: `${path} was not changed: ${reason}` };
}

interface Place {
  readonly start: number;
  /** What the model left out before each line. */
  readonly shift: string;
}

function findPlace(lines: readonly string[], wanted: readonly string[]): Place | "none" | "many" {
  const ways: readonly ((line: string) => string)[] = [(line) => line, (line) => line.trimEnd()];
  for (const way of ways) {
    const starts = startsOf(lines.map(way), wanted.map(way));
    if (starts.length > 1) return "many";
    const [start] = starts;
    if (start !== undefined) return { start, shift: "" };
  }
  const starts = startsOf(
    lines.map((line) => line.trim()),
    wanted.map((line) => line.trim()),
  ).filter((start) => shiftOf(lines.slice(start), wanted) !== null);
  if (starts.length > 1) return "many";
  const [start] = starts;
  return start === undefined ? "none" : { start, shift: shiftOf(lines.slice(start), wanted) ?? "" };
}

function startsOf(lines: readonly string[], wanted: readonly string[]): readonly number[] {
  return lines
    .map((_, start) => start)
    .filter((start) => wanted.every((line, offset) => lines[start + offset] === line));
}

/** The one indentation by which all lines of the file are deeper than the model's, or null. */
function shiftOf(lines: readonly string[], wanted: readonly string[]): string | null {
  const shifts = wanted.flatMap((line, index) => {
    const real = (lines[index] ?? "").trimEnd();
    if (line.trim() === "") return [];
    return real.endsWith(line.trimEnd())
      ? [real.slice(0, real.length - line.trimEnd().length)]
      : [null];
  });
  const [first] = shifts;
  return first !== undefined && shifts.every((shift) => shift === first) ? first : null;
}

function indent(line: string, shift: string): string {
  return line.trim() === "" ? line : `${shift}${line}`;
}

/** The lines of the file around the one that resembles the first wanted line most. */
function nearest(lines: readonly string[], wanted: readonly string[]): string {
  const words = new Set((wanted.find((line) => line.trim() !== "") ?? "").split(/\W+/));
  const scores = lines.map((line) => line.split(/\W+/).filter((word) => words.has(word)).length);
  const best = scores.indexOf(Math.max(...scores));
  return lines.slice(Math.max(0, best - 3), best + wanted.length + 3).join("\n");
}
