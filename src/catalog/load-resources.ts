import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../core/diagnostic.ts";
import { resourceWordsSchema, type ResourceWords } from "../spec/resource-words.ts";
import { checkResources } from "./check-resources.ts";
import { schemaDiagnostics } from "./schema-diagnostics.ts";
import { readYamlSource } from "./yaml-source.ts";

const resourcesFile = "resources.yaml";

export interface LoadedResources {
  /** Null when there is no such file, or when it cannot be read; the diagnostics then say why. */
  readonly resources: ResourceWords | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `resources.yaml`. A catalog without the file stores nothing but what its features are about. */
export async function loadResources(templates: string): Promise<LoadedResources> {
  let text: string;
  try {
    text = await readFile(join(templates, resourcesFile), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return { resources: null, diagnostics: [] };
    }
    throw error;
  }
  const { source, diagnostics } = readYamlSource(text, resourcesFile);
  if (source === null) return { resources: null, diagnostics };
  const parsed = resourceWordsSchema.safeParse(source.value, { reportInput: true });
  if (!parsed.success) {
    return { resources: null, diagnostics: schemaDiagnostics(parsed.error, source.locate) };
  }
  return { resources: parsed.data, diagnostics: checkResources(parsed.data, source.locate) };
}
