import { declaredBuckets, declaredEntities } from "../declared-access.ts";
import type { GateContext, GateInputs } from "../gate.ts";

const typesFile = "src/lib/database.types.ts";
const program = /(?<!\.test)\.ts$/;

/** What contracts depend on: the database, the backend with its seeds, the promised types, and code that these load. */
export async function contractInputs(context: GateContext): Promise<GateInputs> {
  const loaded = await loadedByBackend(context);
  return {
    reads: (path) =>
      path.startsWith("supabase/") ||
      path === typesFile ||
      (path.startsWith("dev/") && program.test(path)) ||
      loaded.has(path),
    programs: ["@supabase/lite/package.json", "@supabase/supabase-js/package.json"],
    facts: [declaredEntities(context), declaredBuckets(context)],
  };
}

async function loadedByBackend({ root, memory }: GateContext): Promise<ReadonlySet<string>> {
  const snapshot = (await memory?.snapshot(root)) ?? null;
  if (memory === undefined || snapshot === null) return new Set();
  const own = [...snapshot.keys()].filter((path) => path.startsWith("dev/") && program.test(path));
  const closures = await memory.closures(root, snapshot);
  return new Set(closures.ofSettings(own).paths);
}
