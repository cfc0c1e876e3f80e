import { readFile } from "node:fs/promises";
import { z } from "zod";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { bucketSchema, entitySchema, type Bucket, type Entity } from "../spec/entity.ts";
import { schemaDiagnostics } from "./schema-diagnostics.ts";
import { readYamlSource, type YamlSource } from "./yaml-source.ts";

/** What a blueprint says of the database, in a file of its own. */
const documentSchema = z.strictObject({
  entities: z.array(entitySchema).readonly().default([]),
  storage: z.array(bucketSchema).readonly().default([]),
});

export interface SchemaDocument {
  readonly entities: readonly Entity[];
  readonly storage: readonly Bucket[];
  readonly locate: YamlSource["locate"];
}

export interface LoadedSchemaDocument {
  /** Null when the file is no document of entities; the diagnostics then say why. */
  readonly document: SchemaDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a YAML file with `entities` and `storage` as blueprints have them. Findings know file, line and column. */
export async function loadSchemaDocument(file: string): Promise<LoadedSchemaDocument> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const unreadable = diagnostic({
      code: "schema/unreadable",
      file,
      message: `The file cannot be read: ${reason}.`,
      fix: "Name a YAML file with entities, or the folder of an app.",
    });
    return { document: null, diagnostics: [unreadable] };
  }
  return parseDocumentText(text, file);
}

function parseDocumentText(text: string, file: string): LoadedSchemaDocument {
  const { source, diagnostics } = readYamlSource(text, file);
  if (source === null) return { document: null, diagnostics: diagnostics.map(ofSchema) };
  const parsed = documentSchema.safeParse(source.value, { reportInput: true });
  if (!parsed.success) {
    const found = schemaDiagnostics(parsed.error, source.locate).map(ofSchema);
    return { document: null, diagnostics: found };
  }
  return { document: { ...parsed.data, locate: source.locate }, diagnostics: [] };
}

/** The same readers serve the catalog, whose findings are named after it. */
function ofSchema(found: Diagnostic): Diagnostic {
  return {
    ...found,
    code: found.code.replace(/^catalog-schema$/, "schema/shape").replace(/^catalog-/, "schema/"),
  };
}
