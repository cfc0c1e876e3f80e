import type { ClosableGate, Gate, ProjectContext } from "../gate.ts";
import { notApplicable } from "../gate-result.ts";
import { missingTool } from "../run-app-tool.ts";
import { createTestsGate } from "../tests-gate.ts";
import { programFile, type Project } from "./project.ts";

/** Runners whose answers are not read, by the packages that bring them. */
const others: Readonly<Record<string, string>> = {
  jest: "Jest",
  mocha: "Mocha",
  ava: "AVA",
  "@playwright/test": "Playwright",
  cypress: "Cypress",
};

/** The project's own unit tests pass, where Vitest runs them. */
export function createForeignTestsGate(
  project: Project,
): Gate<ProjectContext> | ClosableGate<ProjectContext> {
  const reason = whyNot(project);
  const gate = createTestsGate();
  return {
    ...gate,
    seconds: 5,
    deadlineSeconds: 300,
    run: async (context) => {
      if (reason !== null) return notApplicable("tests", reason);
      if (programFile(context.root, "vitest/package.json") === null) {
        return missingTool("tests", "vitest");
      }
      return gate.run(context);
    },
  };
}

function whyNot({ declared, hasTests, scripts }: Project): string | null {
  if (!hasTests) return "There is no test file.";
  if (declared.has("vitest")) return null;
  const other = Object.keys(others).find((name) => declared.has(name));
  if (other !== undefined)
    return `The tests are run by ${others[other]}; only Vitest's answers are read.`;
  const script = scripts["test"];
  return script === undefined
    ? "package.json names no test runner."
    : `The tests are run by "${script}"; only Vitest's answers are read.`;
}
