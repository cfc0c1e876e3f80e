import type { Blueprint } from "../spec/blueprint.ts";
import { ACCESS_FILES } from "../spec/plan.ts";

interface CountInput {
  readonly before: readonly Blueprint[];
  readonly added: readonly Blueprint[];
}

/**
 * How many files are new in a phase that adds features to those of earlier phases: their own files,
 * those of joins whose last partner arrives, a migration when the database changes, and what the first one brings.
 */
export function countNewFiles({ before, added }: CountInput): number {
  const earlier = templateFiles(before);
  const files = [...templateFiles([...before, ...added])].filter((path) => !earlier.has(path));
  const migration = added.some(storesData) ? 1 : 0;
  const access = migration === 1 && !before.some(storesData) ? ACCESS_FILES : 0;
  return files.length + migration + access;
}

function storesData({ entities, storage }: Blueprint): boolean {
  return entities.length + storage.length > 0;
}

function templateFiles(blueprints: readonly Blueprint[]): ReadonlySet<string> {
  const present = new Set(blueprints.map(({ id }) => id));
  return new Set(
    blueprints.flatMap(({ files, joins }) => [
      ...files,
      ...joins
        .filter((join) => join.with.every((id) => present.has(id)))
        .flatMap((join) => join.files),
    ]),
  );
}
