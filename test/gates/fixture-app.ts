import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { GateContext } from "../../src/gates/gate.ts";
import { blueprintSchema } from "../../src/spec/blueprint.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { projectRoot } from "../structure/source-files.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { planOf } from "./database-app.ts";

type Files = Readonly<Record<string, string>>;

export async function writeApp(root: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** A small app in a folder of its own that has no packages. */
export async function bareApp(files: Files): Promise<string> {
  const root = await temporaryFolder();
  await writeApp(root, { "package.json": '{ "type": "module" }', ...files });
  return root;
}

/** A small app that uses the packages of this project: TypeScript, oxlint, Vite and Vitest among them. */
export async function fixtureApp(files: Files): Promise<string> {
  const root = await bareApp(files);
  await symlink(join(projectRoot, "node_modules"), join(root, "node_modules"));
  return root;
}

interface RouteOfApp {
  readonly path: string;
  readonly example?: string;
  /** The phase that builds it. Default: 1. */
  readonly phase?: number;
}

/** A plan with as many phases as the routes name, at least one. */
export function planWithRoutes(routes: readonly RouteOfApp[]): Plan {
  const count = Math.max(1, ...routes.map(({ phase }) => phase ?? 1));
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const plan = planOf(numbers.map(() => ({ entities: [], buckets: [] })));
  const features = plan.features.map((feature) => ({
    ...feature,
    blueprint: blueprintSchema.parse({
      ...feature.blueprint,
      routes: routes
        .filter(({ phase }) => (phase ?? 1) === feature.phase)
        .map(({ path, example }) => ({ path, file: "a.tsx", component: "Page", example })),
    }),
  }));
  const phases = numbers.map((number) => ({
    number,
    title: `Phase ${number}`,
    features: [],
    entities: [],
    files: 0,
  }));
  return { ...plan, features, phases };
}

export function contextFor(root: string, changes: Partial<GateContext> = {}): GateContext {
  return {
    root,
    plan: planWithRoutes([]),
    phase: 1,
    signal: new AbortController().signal,
    cacheFolder: join(root, "cache"),
    ...changes,
  };
}
