import { createBuildGate } from "../build-gate.ts";
import { diagnostic } from "../../core/diagnostic.ts";
import { npmProgram } from "../../workspace/npm-program.ts";
import { runProgram } from "../../workspace/run-program.ts";
import type { ClosableGate, Gate, GateResult, ProjectContext } from "../gate.ts";
import { judged, notApplicable, unavailable } from "../gate-result.ts";
import { missingTool } from "../run-app-tool.ts";
import { tidyWords } from "../tidy-words.ts";
import { toolEnvironment } from "../tool-environment.ts";
import { programFile, type Project } from "./project.ts";

/** How a project is built; null when it is not. */
type BuildWay = "vite" | "script" | null;

function buildWayOf({ index, declared, scripts }: Project): BuildWay {
  const hasPage = index.files.includes("index.html");
  const hasSettings = index.files.some((path) => /^vite\.config\.[cm]?[jt]s$/.test(path));
  if (declared.has("vite") && (hasPage || hasSettings)) return "vite";
  return scripts["build"] === undefined ? null : "script";
}

const deadlineSeconds = 300;

/** The production build succeeds: by the project's own Vite, or by `npm run build`, which runs what its package.json says. */
export function createForeignBuildGate(
  project: Project,
): Gate<ProjectContext> | ClosableGate<ProjectContext> {
  const way = buildWayOf(project);
  const gate = createBuildGate();
  return {
    id: gate.id,
    title: gate.title,
    close: gate.close,
    seconds: 5,
    deadlineSeconds,
    run: async (context) => {
      switch (way) {
        case "vite":
          return programFile(context.root, "vite/package.json") === null
            ? missingTool("build", "vite")
            : gate.run(context);
        case "script":
          return runScript(context, project);
        case null:
          return notApplicable(
            "build",
            "There is neither Vite nor a script named build in package.json.",
          );
      }
    },
  };
}

/** Last lines that are shown of a build that failed. */
const shownLines = 12;

async function runScript(
  context: ProjectContext,
  { declared, scripts }: Project,
): Promise<GateResult> {
  if (declared.size > 0 && programFile(context.root, ".") === null) {
    return unavailable({
      gate: "build",
      message: "The project's packages are not installed.",
      fix: "Run npm install in its folder.",
    });
  }
  const { command, env } = npmProgram();
  const run = await runProgram({
    command: [...command, "run", "build", "--loglevel=error"],
    cwd: context.root,
    env: { ...env, ...toolEnvironment(context) },
    signal: context.signal,
    deadlineMs: deadlineSeconds * 1000,
  });
  const { end } = run;
  if (end.kind === "exited" && end.exitCode === 0)
    return judged(`npm run build: ${scripts["build"]}`, []);
  if (end.kind !== "exited") {
    const message = `npm run build did not end: ${end.kind}.`;
    return unavailable({
      gate: "build",
      message,
      fix: "Run it in the project's folder to see why.",
    });
  }
  const words = tidyWords(`${run.stdout}\n${run.stderr}`, context.root)
    .split("\n")
    .slice(-shownLines);
  return judged("npm run build fails", [
    diagnostic({
      code: "build-error",
      file: "package.json",
      message: `npm run build ended with exit code ${end.exitCode}.\n${words.join("\n")}`,
    }),
  ]);
}
