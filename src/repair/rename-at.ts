import type { SourceFile } from "./source-file.ts";
import type { Span } from "./syntax-tree.ts";
import type { TextEdit } from "./text-edit.ts";

/** Writes another name at a place. `{ name }` becomes `{ name: other }` for a value, so that the key stays. */
export function renameAt(source: SourceFile, { start, end }: Span, name: string): TextEdit {
  const around = source.around({ start, end });
  const property = around.findLast((node) => node.type === "Property");
  const isShorthand =
    property?.type === "Property" && property.shorthand && property.start === start;
  const isPattern = around.some((node) => node.type === "ObjectPattern" && node.start <= start);
  if (!isShorthand) return { start, end, text: name };
  const old = source.text.slice(start, end);
  return { start, end, text: isPattern ? `${name}: ${old}` : `${old}: ${name}` };
}
