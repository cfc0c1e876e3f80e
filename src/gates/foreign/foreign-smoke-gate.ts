import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { counted } from "../../core/counted.ts";
import { UnavailableError } from "../../core/errors.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { launchBrowser } from "../browser.ts";
import type { Gate, GateResult, ProjectContext } from "../gate.ts";
import { judged, notApplicable, unavailable } from "../gate-result.ts";
import { serveFolder } from "../serve-folder.ts";
import { visitRoutes } from "../visit-routes.ts";
import { foundRoutes, unsetVariables } from "./found-routes.ts";
import type { Project } from "./project.ts";

/**
 * The start page and the routes that its code names show something, served as they are built, without an error.
 * A page may take `pageDeadlineMs` to show something. Default: 8 seconds.
 */
export function createForeignSmokeGate(
  project: Project,
  { pageDeadlineMs = 8_000 } = {},
): Gate<ProjectContext> {
  return {
    id: "smoke",
    title: "Smoke",
    ground: "build",
    isOptional: true,
    seconds: 5,
    deadlineSeconds: 120,
    run: (context) => smoke(context, { project, pageDeadlineMs }),
  };
}

interface Visit {
  readonly project: Project;
  readonly pageDeadlineMs: number;
}

async function smoke(context: ProjectContext, wanted: Visit): Promise<GateResult> {
  const folder = join(context.root, "dist");
  if (!existsSync(join(folder, "index.html"))) {
    return notApplicable("smoke", "The build made no dist/index.html: there is no page to open.");
  }
  const opened = await launchBrowser().catch((error: unknown) => error);
  if (opened instanceof UnavailableError) {
    const fix = opened.nextSteps.join(" ") || null;
    return unavailable({ gate: "smoke", message: opened.message, fix });
  }
  if (!isBrowser(opened)) throw opened;
  const server = await serveFolder(folder);
  try {
    return await visit(context, { ...wanted, browser: opened, origin: server.url });
  } finally {
    await Promise.all([opened.close(), server.close()]);
  }
}

function isBrowser(value: unknown): value is Browser {
  return typeof value === "object" && value !== null && "newContext" in value;
}

interface Stage extends Visit {
  readonly browser: Browser;
  readonly origin: string;
}

async function visit(
  context: ProjectContext,
  { project, pageDeadlineMs, browser, origin }: Stage,
): Promise<GateResult> {
  const routes = foundRoutes(project.index);
  const session = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const stop = () => void session.close();
  context.signal.addEventListener("abort", stop, { once: true });
  try {
    const { found } = await visitRoutes({
      page: await session.newPage(),
      origin,
      patterns: routes,
      pushes: routes,
      opens: [],
      signal: context.signal,
      deadlineMs: pageDeadlineMs,
    });
    const known = found.filter(({ code }) => !isAboutRoutes(code)).map(softenedForeign);
    const result = judged(counted(routes.length, "route"), known);
    return result.outcome === "failed" ? await excused(result, project) : result;
  } finally {
    context.signal.removeEventListener("abort", stop);
  }
}

/** Which addresses a foreign router knows, and where it leads from them, is its own affair. */
function isAboutRoutes(code: string): boolean {
  return code === "smoke-unknown-route" || code === "smoke-redirect";
}

/** What a server elsewhere answers says nothing of this code. */
function softenedForeign(found: Diagnostic): Diagnostic {
  const isElsewhere = found.code === "smoke-console-error" && /https?:\/\//.test(found.message);
  return isElsewhere ? { ...found, severity: "warning" } : found;
}

/** A page that is not told where its server is cannot start. */
async function excused(result: GateResult, { index }: Project): Promise<GateResult> {
  const files = [".env", ".env.local", ".env.production", ".env.production.local"];
  const texts = await Promise.all(
    files.map((name) => readFile(join(index.root, name), "utf8").catch(() => "")),
  );
  const unset = unsetVariables(index, texts.join("\n"));
  if (unset.length === 0) return result;
  const reason = `The page needs ${unset.join(", ")}, which no .env file of the folder sets.`;
  const skipped = notApplicable("smoke", reason);
  const seen = result.diagnostics.map((one) => ({ ...one, severity: "info" as const }));
  return {
    ...skipped,
    diagnostics: [
      diagnostic({
        code: "smoke-skipped",
        severity: "info",
        message: reason,
        fix: "Set them in .env.local, then run the command again.",
      }),
      ...seen,
    ],
  };
}
