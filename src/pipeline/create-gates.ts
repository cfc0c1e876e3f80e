import { buildGate } from "../gates/build-gate.ts";
import { createDatabaseGates } from "../gates/database-gates.ts";
import type { Gate } from "../gates/gate.ts";
import { lintGate } from "../gates/lint-gate.ts";
import { smokeGate } from "../gates/smoke-gate.ts";
import { testsGate } from "../gates/tests-gate.ts";
import { typesGate } from "../gates/types-gate.ts";

/** The gates of one run; what they keep warm between phases ends with `close`. */
export interface AppGates {
  readonly all: readonly Gate[];
  close(): Promise<void>;
}

export function createGates(cacheFolder: string): AppGates {
  const database = createDatabaseGates({ cacheFolder });
  return {
    all: [
      database.migrations,
      database.access,
      typesGate,
      lintGate,
      testsGate,
      buildGate,
      smokeGate,
    ],
    close: () => database.close(),
  };
}
