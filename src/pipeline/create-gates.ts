import { createBuildGate } from "../gates/build-gate.ts";
import { createDatabaseGates } from "../gates/database-gates.ts";
import type { Gate } from "../gates/gate.ts";
import { lintGate } from "../gates/lint-gate.ts";
import { createSmokeGate } from "../gates/smoke-gate.ts";
import { createTestsGate } from "../gates/tests-gate.ts";
import { typesGate } from "../gates/types-gate.ts";

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

export function createGates(options: GatesOptions): AppGates {
  const database = createDatabaseGates(options);
  const warm = [createTestsGate(), createBuildGate(), createSmokeGate()];
  return {
    all: [database.migrations, database.access, typesGate, lintGate, ...warm],
    close: async () => {
      await Promise.all([database.close(), ...warm.map((gate) => gate.close())]);
    },
  };
}
