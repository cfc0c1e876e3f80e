import { cp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GateContext } from "../../../src/gates/gate.ts";
import { resolveConditions } from "../../../src/generate/directives.ts";
import { printDatabaseTypes } from "../../../src/schema/print-database-types.ts";
import type { Bucket, Entity } from "../../../src/spec/entity.ts";
import { appPackages } from "../../support/app-packages.ts";
import { compiledMigrations, contextOf, planOf, writeMigrations } from "../database-app.ts";
import { bareApp, writeApp } from "../fixture-app.ts";

const backend = join(import.meta.dirname, "../../../templates/features/backend/files/dev");

interface PhaseOfApp {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

/** An app that has the local backend of generated apps, its packages, and nothing else. */
export async function contractApp(): Promise<string> {
  const root = await bareApp({});
  await cp(backend, join(root, "dev"), { recursive: true });
  const seed = join(root, "dev", "seed.ts");
  const text = await readFile(seed, "utf8");
  const withoutSeeds = resolveConditions({ file: "dev/seed.ts", text, holds: () => false });
  await writeFile(seed, withoutSeeds.text);
  await symlink(await appPackages(), join(root, "node_modules"));
  return root;
}

/** Brings migrations and types of the app to these phases, with more migrations of the test's own. */
export async function withPhases(
  root: string,
  phases: readonly PhaseOfApp[],
  more: Readonly<Record<string, string>> = {},
): Promise<GateContext> {
  await rm(join(root, "supabase"), { recursive: true, force: true });
  await writeMigrations(root, { ...(await compiledMigrations(phases)), ...more });
  const entities = phases.flatMap((phase) => phase.entities);
  await writeApp(root, { "src/lib/database.types.ts": printDatabaseTypes(entities) });
  return contextOf(root, planOf(phases));
}
