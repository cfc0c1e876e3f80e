import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";

/** A place in a file of the templates folder; spreads into a diagnostic. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A YAML file whose values know where they are written. */
export interface YamlSource {
  readonly value: unknown;
  /** Where the value at `path` is written, or the nearest part around it that exists. */
  readonly locate: (path: readonly PropertyKey[]) => Location;
}

/** Reads YAML text. `source` is null when the syntax is wrong; the diagnostics say where. */
export function readYamlSource(
  text: string,
  file: string,
): { readonly source: YamlSource | null; readonly diagnostics: readonly Diagnostic[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    const diagnostics = document.errors.map((error) =>
      diagnostic({
        code: "catalog-yaml",
        message: `The YAML cannot be read: ${error.message}`,
        ...place(error.pos[0]),
        fix: "Correct the syntax; quote text that holds a colon, a brace or ${...} inside { }.",
      }),
    );
    return { source: null, diagnostics };
  }
  const locate = (path: readonly PropertyKey[]): Location => {
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const part of path) {
      const next = childOf(isAlias(node) ? node.resolve(document) : node, part);
      if (next === null) break;
      offset = next.offset ?? offset;
      node = next.node;
    }
    return place(offset);
  };
  return { source: { value: document.toJS(), locate }, diagnostics: [] };
}

function childOf(
  node: unknown,
  part: PropertyKey,
): { node: unknown; offset: number | null } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    return pair === undefined ? null : { node: pair.value, offset: startOf(pair.key) };
  }
  if (isSeq(node) && typeof part === "number") {
    const item = node.items[part];
    return item === undefined ? null : { node: item, offset: startOf(item) };
  }
  return null;
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
