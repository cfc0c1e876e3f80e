import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { archetypesFileSchema, type Archetype } from "../spec/blueprint.ts";
import { schemaDiagnostics } from "./schema-diagnostics.ts";
import { readYamlSource, type YamlSource } from "./yaml-source.ts";

const archetypesFile = "archetypes.yaml";

export interface LoadedArchetypes {
  readonly archetypes: readonly Archetype[];
  readonly locate: YamlSource["locate"];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `archetypes.yaml`. A catalog without the file has no archetypes, which is allowed. */
export async function loadArchetypes(templates: string): Promise<LoadedArchetypes> {
  const nowhere = () => ({ file: archetypesFile, line: 1, column: 1 });
  const none = { archetypes: [], locate: nowhere };
  let text: string;
  try {
    text = await readFile(join(templates, archetypesFile), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      const missing = diagnostic({
        code: "catalog-no-archetypes",
        severity: "warning",
        message: "There is no archetypes.yaml, so requests can only name features.",
        ...nowhere(),
      });
      return { ...none, diagnostics: [missing] };
    }
    throw error;
  }
  const { source, diagnostics } = readYamlSource(text, archetypesFile);
  if (source === null) return { ...none, diagnostics };
  const parsed = archetypesFileSchema.safeParse(source.value);
  if (!parsed.success) {
    return { ...none, diagnostics: schemaDiagnostics(parsed.error, source.locate) };
  }
  return { archetypes: parsed.data.archetypes, locate: source.locate, diagnostics: [] };
}
