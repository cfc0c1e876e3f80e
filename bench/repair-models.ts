/**
 * Repairs of a red phase by simulated models: one that helps, one that repeats itself, one that makes it worse, one that
 * cheats, one that is down. Prints rounds, calls, dollars (at $1 and $10 for a million tokens) and the result of each.
 * The compiler is the gate, and is real.
 *
 *   node bench/repair-models.ts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { playRepair, type PlayedRepair } from "../test/support/repair-scene.ts";
import { repairScenes } from "../test/support/repair-scenes.ts";
import { repairTable } from "../test/support/repair-table.ts";

const played = new Map<string, PlayedRepair>();
for (const [name, scene] of Object.entries(repairScenes)) {
  const folder = mkdtempSync(join(tmpdir(), "megamind-bench-"));
  try {
    played.set(name, await playRepair(scene, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
for (const line of repairTable(played)) console.log(line);
