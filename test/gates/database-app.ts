import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GateContext } from "../../src/gates/gate.ts";
import { compileMigration } from "../../src/schema/compile-migration.ts";
import { printMigration } from "../../src/schema/print-migration.ts";
import type { Bucket, Entity } from "../../src/spec/entity.ts";
import { blueprintSchema } from "../../src/spec/blueprint.ts";
import { planSchema, type Plan } from "../../src/spec/plan.ts";
import { sharedCacheFolder } from "../backend/shared-cache.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface PhaseOfApp {
  readonly entities: readonly Entity[];
  readonly buckets: readonly Bucket[];
}

/** A plan that has one feature a phase. */
export function planOf(phases: readonly PhaseOfApp[]): Plan {
  const features = phases.map(({ entities, buckets }, index) => ({
    id: `part-${index + 1}`,
    title: `Part ${index + 1}`,
    source: "request",
    requires: [],
    phase: index + 1,
    parameters: {},
    nouns: {},
    blueprint: blueprintSchema.parse({
      id: `part-${index + 1}`,
      title: `Part ${index + 1}`,
      summary: "A part.",
      entities,
      storage: buckets,
      files: ["a.ts"],
    }),
  }));
  return planSchema.parse({
    brief: {
      request: "",
      appName: "App",
      slug: "app",
      features: [],
      excluded: [],
      parameters: {},
      nouns: {},
      assumptions: [],
      notUnderstood: [],
    },
    features,
    graph: { nodes: [], edges: [] },
    phases: [],
    entities: [],
    totals: { features: features.length, phases: phases.length, files: 0, entities: 0 },
  });
}

/** A folder with these migrations: name -> text. */
export async function appWith(migrations: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  await writeMigrations(root, migrations);
  return root;
}

export async function writeMigrations(
  root: string,
  migrations: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(join(root, "supabase/migrations"), { recursive: true });
  for (const [name, text] of Object.entries(migrations)) {
    await writeFile(join(root, "supabase/migrations", name), text);
  }
}

/** The migrations that our own compiler makes for the phases: name -> text. */
export async function compiledMigrations(
  phases: readonly PhaseOfApp[],
): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  for (const index of phases.keys()) {
    const before = phases.slice(0, index);
    const after = phases.slice(0, index + 1);
    const migration = await compileMigration({
      before: before.flatMap(({ entities }) => entities),
      after: after.flatMap(({ entities }) => entities),
      bucketsBefore: before.flatMap(({ buckets }) => buckets),
      bucketsAfter: after.flatMap(({ buckets }) => buckets),
      number: index + 1,
      title: `Part ${index + 1}`,
    });
    files[`${migration.version}_${migration.name}.sql`] = printMigration(migration);
  }
  return files;
}

export function contextOf(root: string, plan: Plan = planOf([])): GateContext {
  return {
    root,
    plan,
    phase: plan.features.length,
    signal: new AbortController().signal,
    cacheFolder: sharedCacheFolder,
  };
}
