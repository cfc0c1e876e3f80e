import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { checkText, type ProvenCheck } from "../spec/acceptance.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";

/**
 * Acceptance checks that name nothing that proves them, or steps and tests that no file has. `texts`: the files of the
 * feature and of those that every app has.
 */
export function checkAcceptance(
  { entry, locate }: LoadedBlueprint,
  texts: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  return entry.blueprint.acceptance.flatMap((check, index) => {
    const place = { ...locate(["acceptance", index]), name: entry.blueprint.id };
    if (typeof check === "string" || !isProven(check)) {
      const message = `Nothing is named that proves "${checkText(check)}".`;
      const fix = "Name flows, tests or gates beside the check.";
      return [diagnostic({ code: "catalog-unproven-check", message, fix, ...place })];
    }
    return missingProofs(check, texts).map((message) =>
      diagnostic({
        code: "catalog-missing-proof",
        message,
        fix: "Name a step of the feature's e2e files or a test of its own, or of features that every app has.",
        ...place,
      }),
    );
  });
}

function isProven({ flows, gates, tests }: ProvenCheck): boolean {
  return [flows, gates, tests].some((proofs) => proofs !== undefined);
}

function missingProofs(
  { flows = [], tests = [] }: ProvenCheck,
  texts: ReadonlyMap<string, string>,
): readonly string[] {
  const steps = [...texts].filter(([file]) => file.startsWith("e2e/")).map(([, text]) => text);
  return [
    ...flows
      .filter((words) => !steps.some((text) => text.includes(words)))
      .map((words) => `No step of the browser journey has "${words}" in its title.`),
    ...tests
      .filter(({ file, name }) => texts.get(file)?.includes(name) !== true)
      .map(({ file, name }) => `${file} has no test "${name}".`),
  ];
}
