/** A whole file that a model wrote. */
export interface FileBlock {
  readonly path: string;
  readonly content: string;
}

interface Replacement {
  /** Lines that the file must have exactly once. */
  readonly search: string;
  readonly replace: string;
}

/** Changes of one file. */
export interface EditBlock {
  readonly path: string;
  readonly replacements: readonly Replacement[];
}

export interface FileBlocks {
  readonly files: readonly FileBlock[];
  readonly edits: readonly EditBlock[];
  /** The block that the reply broke off in; it counts for nothing as it is. */
  readonly open: FileBlock | null;
}

/** What a model is told about the format. `nonce` keeps the marks apart from everything a file can say. */
export function fileFormat(nonce: string): string {
  return [
    "Write each new file in full, between these two lines, and nothing around its content:",
    `<<<file ${nonce} path/of/the/file>>>`,
    `<<<end ${nonce}>>>`,
    "Change a file that exists like this; the search lines must occur in it exactly once:",
    `<<<edit ${nonce} path/of/the/file>>>`,
    `<<<search ${nonce}>>>`,
    `<<<replace ${nonce}>>>`,
    `<<<end ${nonce}>>>`,
    "An edit may hold several search and replace pairs. Leave nothing out and abbreviate nothing.",
  ].join("\n");
}

interface OpenBlock {
  readonly kind: "file" | "edit";
  readonly path: string;
  readonly lines: string[];
}

/** Reads the blocks of a reply. A block counts only when its end line was seen; text between blocks is ignored. */
export function readFileBlocks(text: string, nonce: string): FileBlocks {
  const start = new RegExp(`^<<<(file|edit) ${nonce} (.+?)>>>\\s*$`);
  const end = `<<<end ${nonce}>>>`;
  const files: FileBlock[] = [];
  const edits: EditBlock[] = [];
  let open: OpenBlock | null = null;
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    const found = start.exec(line);
    if (open === null) {
      const [, kind, path] = found ?? [];
      if (path !== undefined)
        open = { kind: kind === "edit" ? "edit" : "file", path: path.trim(), lines: [] };
    } else if (line.trim() === end) {
      if (open.kind === "file") files.push({ path: open.path, content: contentOf(open.lines) });
      else edits.push({ path: open.path, replacements: readReplacements(open.lines, nonce) });
      open = null;
    } else open.lines.push(line);
  }
  return {
    files,
    edits,
    open: open === null ? null : { path: open.path, content: open.lines.join("\n") },
  };
}

/** The lines with one line end at the end; a code fence around the whole is not part of a file. */
function contentOf(lines: readonly string[]): string {
  const trimmed = trimBlank(lines);
  const isFenced =
    /^```[\w-]*\s*$/.test(trimmed[0] ?? "") && (trimmed.at(-1) ?? "").trim() === "```";
  const inner = isFenced && trimmed.length > 1 ? trimBlank(trimmed.slice(1, -1)) : trimmed;
  return inner.length === 0 ? "" : `${inner.join("\n")}\n`;
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0) return [];
  return lines.slice(first, lines.findLastIndex((line) => line.trim() !== "") + 1);
}

function readReplacements(lines: readonly string[], nonce: string): readonly Replacement[] {
  const text = lines.join("\n");
  const [, ...parts] = text.split(new RegExp(`^<<<search ${nonce}>>>[ \\t]*\\n?`, "m"));
  return parts.map((part) => {
    const [search = "", replace = ""] = part.split(
      new RegExp(`^<<<replace ${nonce}>>>[ \\t]*\\n?`, "m"),
    );
    return { search: search.replace(/\n$/, ""), replace: replace.replace(/\n$/, "") };
  });
}
