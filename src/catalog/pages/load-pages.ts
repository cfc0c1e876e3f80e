import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { ZodType } from "zod";
import { compareText } from "../../core/compare-text.ts";
import type { Diagnostic } from "../../core/diagnostic.ts";
import { schemaDiagnostics } from "../schema-diagnostics.ts";
import { readYamlSource, type YamlSource } from "../yaml-source.ts";
import { pageSettingsSchema, type Pages } from "./pages.ts";
import { sampleWordsSchema } from "./sample-words.ts";

const pagesFile = "pages/pages.yaml";
const samplesFile = "pages/samples.yaml";

export interface LoadedPages {
  /** Null when the catalog has none, or when they cannot be read; the diagnostics then say why. */
  readonly pages: Pages | null;
  /** Where a value of `pages.yaml` is written. */
  readonly locate: YamlSource["locate"];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads `pages/pages.yaml`, `pages/samples.yaml` and the texts below `pages/files/`. A catalog without the first cannot
 * show designed features.
 */
export async function loadPages(templates: string): Promise<LoadedPages> {
  const text = await readSettingsText(join(templates, pagesFile));
  if (text === null) return { pages: null, locate: nowhere, diagnostics: [] };
  const settings = readSettings(text, { file: pagesFile, schema: pageSettingsSchema });
  const samplesText = (await readSettingsText(join(templates, samplesFile))) ?? "";
  const samples = readSettings(samplesText, { file: samplesFile, schema: sampleWordsSchema });
  const { locate } = settings;
  const diagnostics = [...settings.diagnostics, ...samples.diagnostics];
  if (settings.value === null || samples.value === null) {
    return { pages: null, locate, diagnostics };
  }
  const files = await readTexts(join(templates, "pages/files"));
  const pages = { settings: settings.value, samples: samples.value, templates: files };
  return { pages, locate, diagnostics };
}

const nowhere = () => ({ file: pagesFile, line: 1, column: 1 });

interface SettingsFile<Value> {
  readonly file: string;
  readonly schema: ZodType<Value>;
}

function readSettings<Value>(
  text: string,
  { file, schema }: SettingsFile<Value>,
): { readonly value: Value | null } & Pick<LoadedPages, "locate" | "diagnostics"> {
  const { source, diagnostics } = readYamlSource(text, file);
  if (source === null) return { value: null, locate: nowhere, diagnostics };
  const { locate } = source;
  const parsed = schema.safeParse(source.value, { reportInput: true });
  return parsed.success
    ? { value: parsed.data, locate, diagnostics: [] }
    : { value: null, locate, diagnostics: schemaDiagnostics(parsed.error, locate) };
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
