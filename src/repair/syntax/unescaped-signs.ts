import type { TextEdit } from "../text-edit.ts";

type Edits = readonly TextEdit[];

/** Signs that end something in an element although they are only text: quotes in attributes, and `<` before a blank. */
export function unescapedSigns(text: string): readonly Edits[] {
  const attributes = [...text.matchAll(/=("(?:[^"\\\n]|\\.)*\\"(?:[^"\\\n]|\\.)*")/g)].map(
    ({ index, 1: value = "" }) => ({
      start: index + 1,
      end: index + 1 + value.length,
      text: `{${value}}`,
    }),
  );
  const angles = [...text.matchAll(/(?<=[\w.!?)] )<(?= [\w(])/g)].map(({ index }) => ({
    start: index,
    end: index + 1,
    text: '{"<"}',
  }));
  const all = [...attributes, ...angles];
  return [
    ...(all.length > 1 && all.length === attributes.length ? [attributes] : []),
    ...all.map((edit) => [edit]),
  ];
}
