import { setTimeout as wait } from "node:timers/promises";
import { createBuildGate } from "../gates/build-gate.ts";
import { createContractsGate } from "../gates/contracts/contracts-gate.ts";
import { createDatabaseGates } from "../gates/database-gates.ts";
import { createDeadCodeGate } from "../gates/dead-code/dead-code-gate.ts";
import { createFlowsGate } from "../gates/flows/flows-gate.ts";
import type { ClosableGate, Gate } from "../gates/gate.ts";
import { lintGate } from "../gates/lint-gate.ts";
import { GateMemory } from "../gates/memory/gate-memory.ts";
import { createPackagesGate } from "../gates/packages/packages-gate.ts";
import { optionalGates as optionalOf } from "../gates/run-gates.ts";
import { createSecretsGate } from "../gates/secrets/secrets-gate.ts";
import { createSmokeGate } from "../gates/smoke-gate.ts";
import { createTestsGate } from "../gates/tests-gate.ts";
import { typesGate } from "../gates/types-gate.ts";
import type { GateId } from "../spec/gate-report.ts";
import { CodeIndexReader } from "../workspace/code-index/code-index.ts";

/** The longest that the end of a run waits for its tools, in milliseconds. */
const closeMs = 5_000;

/** The gates of one run; what they keep warm between phases ends with `close`. */
export interface AppGates {
  readonly all: readonly Gate[];
  /** What passed before. */
  readonly memory: GateMemory;
  /** The longest that one gate may take; null for what each says itself. */
  readonly deadlineMs: number | null;
  close(): Promise<void>;
}

interface GatesOptions {
  readonly cacheFolder: string;
  /** Whether migrations may lose data or protection. */
  readonly allowDestructive: boolean;
  /** Whether everything runs, also what passed before and did not change since. Default: false. */
  readonly isFresh?: boolean | undefined;
  /** Whether the registry is asked for known vulnerabilities, once the whole plan is built. Default: false. */
  readonly asksRegistry?: boolean | undefined;
  /** Whether a grave one fails its gate, or is only told. Default: true. */
  readonly failsOnVulnerable?: boolean | undefined;
  /** The longest that one gate may take. Null or absent: what each says itself. */
  readonly gateDeadlineMs?: number | null | undefined;
}

/** Opens nothing before a gate runs. */
export function createGates(options: GatesOptions): AppGates {
  const database = createDatabaseGates(options);
  const reader = new CodeIndexReader();
  const { asksRegistry = false, failsOnVulnerable = true } = options;
  const all: readonly (Gate | ClosableGate)[] = [
    database.migrations,
    database.access,
    createContractsGate(),
    typesGate,
    lintGate,
    createDeadCodeGate(reader),
    createPackagesGate(reader, { asksRegistry, failsOnVulnerable }),
    createSecretsGate(reader),
    createTestsGate(),
    createBuildGate(),
    createSmokeGate(),
    createFlowsGate(),
  ];
  return {
    all,
    memory: new GateMemory(options),
    deadlineMs: options.gateDeadlineMs ?? null,
    close: async () => {
      const closable = all.filter((gate) => "close" in gate);
      const closed = Promise.all([database.close(), ...closable.map((gate) => gate.close())]);
      // A tool that hangs must not keep the command from its end, which ends the tool too.
      await Promise.race([closed, wait(closeMs, undefined, { ref: false })]);
    },
  };
}

/** Gates whose tool a machine may lack, and which `--require` may name. */
export function optionalGates(): ReadonlySet<GateId> {
  return optionalOf(createGates({ cacheFolder: "", allowDestructive: false }).all);
}
