import { posix } from "node:path";
import { compareText } from "../core/compare-text.ts";
import { importPath, type EntryImport } from "./slot-entries.ts";

/** Adds named imports to a TypeScript file: into an existing import of the same module, else after the last import. */
export function addImports(
  text: string,
  { file, imports }: { readonly file: string; readonly imports: readonly EntryImport[] },
): string {
  const bySource = new Map<string, Set<string>>();
  for (const wanted of imports) {
    const source = moduleSpecifier(wanted, file);
    const names = bySource.get(source) ?? new Set<string>();
    bySource.set(source, names.add(wanted.name));
  }
  let result = text;
  for (const source of [...bySource.keys()].toSorted(compareText)) {
    result = addNamedImport(result, source, bySource.get(source) ?? new Set());
  }
  return result;
}

function moduleSpecifier(wanted: EntryImport, file: string): string {
  const { from } = wanted;
  if (from.kind === "package") return from.name;
  if (from.name.startsWith("src/") && file.startsWith("src/")) return importPath(from.name);
  const relative = posix.relative(posix.dirname(file), from.name);
  return relative.startsWith(".") ? relative : `./${relative}`;
}

function addNamedImport(text: string, source: string, names: ReadonlySet<string>): string {
  const existing = new RegExp(
    `^import \\{([^}]*)\\} from ${escapeRegExp(JSON.stringify(source))};$`,
    "m",
  ).exec(text);
  const known = (existing?.[1] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const all = [...new Set([...known, ...names])].toSorted(compareText);
  const statement = `import { ${all.join(", ")} } from ${JSON.stringify(source)};`;
  if (existing !== null) return text.replace(existing[0], () => statement);

  const lines = text.split("\n");
  const last = lastImportLine(lines);
  return [...lines.slice(0, last + 1), statement, ...lines.slice(last + 1)].join("\n");
}

/** Index of the line that ends the last top-level import, or -1. */
function lastImportLine(lines: readonly string[]): number {
  let last = -1;
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (/^import\b/.test(line)) isOpen = true;
    if (isOpen && /(?:from\s+)?"[^"]*";\s*$/.test(line)) {
      last = index;
      isOpen = false;
    }
  }
  return last;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
