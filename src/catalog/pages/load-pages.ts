import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { compareText } from "../../core/compare-text.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { schemaDiagnostics } from "../schema-diagnostics.ts";
import { readYamlSource, type YamlSource } from "../yaml-source.ts";
import { pageSettingsSchema, type Pages } from "./pages.ts";

export const pagesFile = "pages/pages.yaml";

export interface LoadedPages {
  /** Null when the catalog has none, or when they cannot be read; the diagnostics then say why. */
  readonly pages: Pages | null;
  readonly locate: YamlSource["locate"];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `pages/pages.yaml` and the texts below `pages/files/`. A catalog without them cannot show designed features. */
export async function loadPages(templates: string): Promise<LoadedPages> {
  const nowhere = () => ({ file: pagesFile, line: 1, column: 1 });
  const text = await readSettingsText(join(templates, pagesFile));
  if (text === null) return { pages: null, locate: nowhere, diagnostics: [] };
  const { source, diagnostics } = readYamlSource(text, pagesFile);
  if (source === null) return { pages: null, locate: nowhere, diagnostics };
  const { locate } = source;
  const parsed = pageSettingsSchema.safeParse(source.value, { reportInput: true });
  if (!parsed.success) {
    return { pages: null, locate, diagnostics: schemaDiagnostics(parsed.error, locate) };
  }
  const pages = {
    settings: parsed.data,
    templates: await readTexts(join(templates, "pages/files")),
  };
  return { pages, locate, diagnostics: [] };
}

async function readSettingsText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

async function readTexts(root: string): Promise<ReadonlyMap<string, string>> {
  const items = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => []);
  const paths = items
    .filter((item) => item.isFile() && !item.name.startsWith("."))
    .map((item) => relative(root, join(item.parentPath, item.name)).split(sep).join("/"))
    .toSorted(compareText);
  const read = paths.map(async (path): Promise<[string, string]> => [
    path,
    await readFile(join(root, path), "utf8"),
  ]);
  return new Map(await Promise.all(read));
}
