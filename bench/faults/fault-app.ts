import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { composePhases } from "../../src/generate/compose-phases.ts";
import { planRequest } from "../../src/pipeline/plan-request.ts";
import { templateFiles } from "../../src/pipeline/template-files.ts";
import { createChecker, type ProjectChecker } from "../../src/repair/check-project.ts";
import { findCompiler } from "../../src/repair/find-compiler.ts";
import { startLanguageServer, type LanguageServer } from "../../src/repair/language-server.ts";
import { createProject, type Project, type ProjectFacts } from "../../src/repair/project.ts";
import { readProject } from "../../src/repair/read-project.ts";
import { appPackages } from "../../test/support/app-packages.ts";

/** A healthy generated app, open in a warm compiler. */
export interface FaultApp {
  readonly root: string;
  readonly facts: ProjectFacts;
  readonly texts: ReadonlyMap<string, string>;
  readonly healthy: Project;
  readonly server: LanguageServer;
  readonly checker: ProjectChecker;
  close(): Promise<void>;
}

/** Writes the app of a request to a folder that is gone after `close`. @throws Error when the app is not healthy. */
export async function openFaultApp(request: string): Promise<FaultApp> {
  const root = await mkdtemp(join(tmpdir(), "megamind-faults-"));
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 3 });
  try {
    await writeApp(root, request);
    const { signal } = new AbortController();
    const compiler = await findCompiler(root);
    const project = await readProject({ root, compiler, knownPackages: new Map(), signal });
    const server = await startLanguageServer({ root, compiler, signal });
    const checker = createChecker(server);
    const healthy = createProject(project.facts, project.texts, checker.parsed);
    const found = await checker.findings(healthy);
    if (found.length > 0) throw new Error(`The healthy app has ${found.length} errors.`);
    const close = () => server.close().finally(remove);
    return { root, ...project, healthy, server, checker, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function writeApp(root: string, request: string): Promise<void> {
  const catalog = await loadSoundCatalog(join(import.meta.dirname, "..", "..", "templates"));
  const planned = planRequest(request, catalog);
  const templates = await templateFiles(planned);
  const app = (await composePhases({ plan: planned.plan, templates })).at(-1) ?? new Map();
  for (const [path, content] of app) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  await symlink(await appPackages(), join(root, "node_modules"));
}
