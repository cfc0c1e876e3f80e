import { stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { loadSchemaDocument, type SchemaDocument } from "../catalog/load-schema-document.ts";
import { hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";
import { checkEntities } from "../schema/check-entities.ts";
import { withJoins } from "../schema/join-entities.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { readAppRecord } from "./read-app.ts";

/** Entities and buckets that somebody declared, checked: the compilers accept them. */
export interface DeclaredSchema {
  /** For people: the app's name, or the file's. */
  readonly title: string;
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
  /** The folder whose migrations make the database, or null where they are compiled from the entities. */
  readonly app: string | null;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the entities of an app that we built, as far as it is built, or those of a YAML file.
 * @throws InputError with the findings when they cannot become a database.
 */
export async function readDeclaredSchema(path: string): Promise<DeclaredSchema> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? schemaOfApp(path) : schemaOfFile(path);
}

async function schemaOfApp(root: string): Promise<DeclaredSchema> {
  const { plan, phase } = await readAppRecord(root);
  const built = plan.features.filter((feature) => feature.phase <= phase);
  const entities = withJoins(built.flatMap(({ blueprint }) => blueprint.entities));
  const buckets = built.flatMap(({ blueprint }) => blueprint.storage);
  const diagnostics = checkEntities(entities, buckets);
  refuseErrors(root, diagnostics);
  return { title: plan.brief.appName, entities, buckets, app: root, diagnostics };
}

/** Like `readDeclaredSchema`, for files only. */
export async function schemaOfFile(file: string): Promise<DeclaredSchema> {
  const { document, diagnostics } = await loadSchemaDocument(file);
  if (document === null) throw refusal(file, diagnostics);
  const { storage: buckets } = document;
  const entities = withJoins(document.entities);
  const found = checkEntities(entities, buckets).map((one) => placed(one, document));
  refuseErrors(file, found);
  return { title: titleOf(file), entities, buckets, app: null, diagnostics: found };
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
