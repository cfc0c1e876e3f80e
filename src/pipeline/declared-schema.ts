import { basename, extname } from "node:path";
import { loadSchemaDocument, type SchemaDocument } from "../catalog/load-schema-document.ts";
import { hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";
import { checkEntities } from "../schema/check-entities.ts";
import type { Bucket, Entity } from "../spec/entity.ts";

/** Entities and buckets that somebody declared, checked: the compilers accept them. */
export interface DeclaredSchema {
  /** For people: after the file's name. */
  readonly title: string;
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the entities of a YAML file.
 * @throws InputError with the findings when they cannot become a database.
 */
export async function schemaOfFile(file: string): Promise<DeclaredSchema> {
  const { document, diagnostics } = await loadSchemaDocument(file);
  if (document === null) throw refusal(file, diagnostics);
  const { entities, storage: buckets } = document;
  const found = checkEntities(entities, buckets).map((one) => placed(one, document));
  refuseErrors(file, found);
  return { title: titleOf(file), entities, buckets, diagnostics: found };
}

/** Checks know things by name; the document knows where they are written. */
function placed(found: Diagnostic, { entities, storage, locate }: SchemaDocument): Diagnostic {
  const { name } = found.subject;
  const entity = entities.findIndex((one) => one.name === name || one.table === name);
  const bucket = storage.findIndex((one) => one.name === name);
  const path = entity >= 0 ? ["entities", entity] : bucket >= 0 ? ["storage", bucket] : [];
  return { ...found, subject: { ...found.subject, ...locate(path) } };
}

function refuseErrors(path: string, diagnostics: readonly Diagnostic[]): void {
  if (hasErrors(diagnostics)) throw refusal(path, diagnostics);
}

function refusal(path: string, diagnostics: readonly Diagnostic[]): InputError {
  return new InputError(`The entities of ${path} cannot become a database.`, {
    diagnostics,
    nextSteps: ["Correct what the findings name, then run the command again."],
  });
}

function titleOf(file: string): string {
  const name = basename(file, extname(file))
    .replaceAll(/[^A-Za-z0-9]+/g, " ")
    .trim();
  return name === "" ? "Schema" : name.charAt(0).toUpperCase() + name.slice(1);
}
