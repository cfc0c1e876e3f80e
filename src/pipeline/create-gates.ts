import { createBuildGate } from "../gates/build-gate.ts";
import { createDatabaseGates } from "../gates/database-gates.ts";
import type { ClosableGate, Gate } from "../gates/gate.ts";
import { lintGate } from "../gates/lint-gate.ts";
import { optionalGates as optionalOf } from "../gates/run-gates.ts";
import { createSmokeGate } from "../gates/smoke-gate.ts";
import { createTestsGate } from "../gates/tests-gate.ts";
import { typesGate } from "../gates/types-gate.ts";
import type { GateId } from "../spec/gate-report.ts";

/** The gates of one run; what they keep warm between phases ends with `close`. */
export interface AppGates {
  readonly all: readonly Gate[];
  close(): Promise<void>;
}

interface GatesOptions {
  readonly cacheFolder: string;
  /** Whether migrations may lose data or protection. */
  readonly allowDestructive: boolean;
}

/** Opens nothing before a gate runs. */
export function createGates(options: GatesOptions): AppGates {
  const database = createDatabaseGates(options);
  const all: readonly (Gate | ClosableGate)[] = [
    database.migrations,
    database.access,
    typesGate,
    lintGate,
    createTestsGate(),
    createBuildGate(),
    createSmokeGate(),
  ];
  return {
    all,
    close: async () => {
      const closable = all.filter((gate) => "close" in gate);
      await Promise.all([database.close(), ...closable.map((gate) => gate.close())]);
    },
  };
}

/** Gates whose tool a machine may lack, and which `--require` may name. */
export function optionalGates(): ReadonlySet<GateId> {
  return optionalOf(createGates({ cacheFolder: "", allowDestructive: false }).all);
}
