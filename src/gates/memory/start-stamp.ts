import type { GateId } from "../../spec/gate-report.ts";
import type { ProjectContext } from "../gate.ts";

/** Where the app's own server and journey are, and settings, which lie beside the folders. */
const startsFrom = /^(?:dev|e2e|supabase)\/|^[^/]+$/;
const saysNothing = /\.md$|\.test\.[jt]sx?$/;

/**
 * Names what programs of an app are made of that have started, but served or walked nothing yet. The app itself is none
 * of it: it is read from its build when it is asked for. Seeds count from today, so that tomorrow has another name.
 * Null where it is not known.
 */
export async function startStamp(
  gate: GateId,
  { root, memory }: ProjectContext,
): Promise<string | null> {
  const snapshot = (await memory?.snapshot(root)) ?? null;
  if (memory === undefined || snapshot === null) return null;
  const closures = await memory.closures(root, snapshot);
  const own = [...snapshot.keys()].filter(
    (path) => startsFrom.test(path) && !saysNothing.test(path),
  );
  const paths = new Set(own.flatMap((path) => [path, ...closures.of(path).paths]));
  const files = [...paths].toSorted().map((path) => [path, snapshot.get(path) ?? "missing"]);
  return memory.keyOf(root, { gate, part: "start", inputs: [new Date().toDateString(), files] });
}
