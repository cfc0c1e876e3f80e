import { access } from "node:fs/promises";
import { join } from "node:path";
import { UnavailableError } from "../core/errors.ts";
import { exitCode, type ExitCode } from "../core/exit-code.ts";
import { isGreen, runGates } from "../gates/run-gates.ts";
import type { GateId, GateReport } from "../spec/gate-report.ts";
import type { EmitEvent } from "../spec/run-event.ts";
import { chosenGates } from "./chosen-gates.ts";
import { createGates } from "./create-gates.ts";
import { readAppRecord } from "./read-app.ts";

export interface ValidateOptions {
  /** Absolute path of an app that we built, or of somebody else's project. */
  readonly root: string;
  readonly cacheFolder: string;
  /** Whether migrations may lose data or protection. */
  readonly allowDestructive: boolean;
  /** Whether everything runs, also what passed before and did not change since. Default: false. */
  readonly isFresh?: boolean;
  /** The longest that one gate may take. Null or absent: what each says itself. */
  readonly gateDeadlineMs?: number | null;
  /** Whether the registry is asked for known vulnerabilities. Default: true. */
  readonly asksRegistry?: boolean;
  /** The gates to run. Absent or empty: all. */
  readonly only?: ReadonlySet<GateId>;
  readonly required: ReadonlySet<GateId>;
  readonly signal: AbortSignal;
  readonly emit: EmitEvent;
}

export interface Validation {
  readonly exitCode: ExitCode;
  readonly reports: readonly GateReport[];
}

/**
 * Runs all gates over an app as it stands and changes nothing but its build output.
 * @throws InputError when the folder is not an app of ours, UnavailableError when its packages are not installed.
 */
export async function validateApp(options: ValidateOptions): Promise<Validation> {
  const { root, cacheFolder, required, signal, emit, asksRegistry = true } = options;
  const { plan, phase } = await readAppRecord(root);
  await access(join(root, "node_modules")).catch((cause: unknown) => {
    throw new UnavailableError(`The packages of ${root} are not installed.`, {
      nextSteps: [`cd ${root} && npm install`],
      cause,
    });
  });
  const gates = createGates({ ...options, asksRegistry });
  const chosen = chosenGates(gates.all, options.only);
  try {
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
  } finally {
    await gates.close();
  }
}

function validationExit(reports: readonly GateReport[], isAllGreen: boolean): ExitCode {
  if (isAllGreen) return exitCode.done;
  const isRed = reports.some((report) => report.outcome === "failed");
  return isRed ? exitCode.gateRed : exitCode.unavailable;
}
