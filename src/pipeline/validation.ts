import type { ExitCode } from "../core/exit-code.ts";
import type { GateId, GateReport } from "../spec/gate-report.ts";
import type { EmitEvent } from "../spec/run-event.ts";

/** What to validate, and how. */
export interface ValidationSettings {
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
}

export interface ValidationRun {
  readonly signal: AbortSignal;
  readonly emit: EmitEvent;
}

export type ValidateOptions = ValidationSettings & ValidationRun;

export interface Validation {
  readonly exitCode: ExitCode;
  readonly reports: readonly GateReport[];
}

/** A folder that is validated again and again; what its gates keep running ends with `close`. */
export interface OpenValidation {
  /**
   * Runs the gates over the folder as it is now. One run at a time.
   * @throws InputError when there is nothing to judge, UnavailableError when packages are missing, InterruptedError when
   * `signal` fires.
   */
  run(run: ValidationRun): Promise<Validation>;
  /** Starts what the next run would wait for. Never rejects: what does not start, the next run says. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** Validates once. */
export async function validateOnce(
  validation: OpenValidation,
  run: ValidationRun,
): Promise<Validation> {
  try {
    return await validation.run(run);
  } finally {
    await validation.close();
  }
}
