import type { Project } from "../../src/repair/project.ts";
import { applyEdits } from "../../src/repair/text-edit.ts";
import type { Fault, FaultKind } from "./fault-kind.ts";
import { moduleFaults } from "./module-faults.ts";
import { nameFaults } from "./name-faults.ts";
import { syntaxFaults } from "./syntax-faults.ts";
import { typeFaults } from "./type-faults.ts";

export const allKinds: readonly FaultKind[] = [
  ...moduleFaults,
  ...nameFaults,
  ...syntaxFaults,
  ...typeFaults,
];

/** Numbers from 0 up to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The files after a fault in one of them. */
export function breakFile(
  texts: ReadonlyMap<string, string>,
  path: string,
  { edits, renameTo }: Fault,
): ReadonlyMap<string, string> {
  const broken = new Map(texts);
  const text = applyEdits(texts.get(path) ?? "", edits);
  broken.delete(path);
  broken.set(renameTo ?? path, text);
  return broken;
}

/** A fault and where it is. */
export interface Planted {
  readonly path: string;
  readonly fault: Fault;
}

interface PlantInput {
  readonly kind: FaultKind;
  readonly paths: readonly string[];
  readonly random: () => number;
  readonly healthy: Project;
}

/** One fault of a kind in one of the files, or null when none of them has a place for it. */
export function plant({ kind, paths, random, healthy }: PlantInput): Planted | null {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const path = paths[Math.floor(random() * paths.length)] ?? "";
    const source = healthy.source(path);
    const faults = source === null ? [] : kind.faults(source, healthy);
    const fault = faults[Math.floor(random() * faults.length)];
    if (fault !== undefined) return { path, fault };
  }
  return null;
}
