import { access } from "node:fs/promises";
import { join } from "node:path";
import { UnavailableError } from "../core/errors.ts";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import { isGreen, runGates } from "../gates/run-gates.ts";
import type { GateReport } from "../spec/gate-report.ts";
import { chosenGates } from "./chosen-gates.ts";
import { createGates } from "./create-gates.ts";
import { readAppRecord } from "./read-app.ts";
import {
  validateOnce,
  type OpenValidation,
  type ValidateOptions,
  type Validation,
  type ValidationSettings,
} from "./validation.ts";

/**
 * Runs all gates over an app as it stands and changes nothing but its build output.
 * @throws InputError when the folder is not an app of ours, UnavailableError when its packages are not installed.
 */
export async function validateApp(options: ValidateOptions): Promise<Validation> {
  return validateOnce(openAppValidation(options), options);
}

/** Opens nothing before the first run. What its gates keep warm makes later runs quicker. */
export function openAppValidation(settings: ValidationSettings): OpenValidation {
  const { root, cacheFolder, required, asksRegistry = true } = settings;
  const gates = createGates({ ...settings, asksRegistry });
  const chosen = chosenGates(gates.all, settings.only);
  return {
    run: async ({ signal, emit }) => {
      const { plan, phase } = await readAppRecord(root);
      await requirePackages(root);
      const reports = await runGates({
        gates: chosen,
        context: { root, plan, phase, signal, cacheFolder, memory: gates.memory },
        required,
        deadlineMs: gates.deadlineMs,
        onStart: (gate) => emit({ type: "gate:start", phase, gate }),
        onEnd: (report) => emit({ type: "gate:end", phase, report }),
      });
      const isAllGreen = isGreen(reports, { gates: chosen, required });
      return { exitCode: validationExit(reports, isAllGreen), reports };
    },
    prepare: async () => {
      const { signal } = new AbortController();
      const context = { root, signal, cacheFolder, memory: gates.memory };
      await Promise.all(chosen.map((gate) => gate.prepare?.(context)));
    },
    close: () => gates.close(),
  };
}

async function requirePackages(root: string): Promise<void> {
  await access(join(root, "node_modules")).catch((cause: unknown) => {
    throw new UnavailableError(`The packages of ${root} are not installed.`, {
      nextSteps: [`cd ${root} && npm install`],
      cause,
    });
  });
}

function validationExit(reports: readonly GateReport[], isAllGreen: boolean): ExitCode {
  if (isAllGreen) return exitCode.done;
  const isRed = reports.some((report) => report.outcome === "failed");
  return isRed ? exitCode.gateRed : exitCode.unavailable;
}
