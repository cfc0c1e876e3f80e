import { createHash } from "node:crypto";
import type { Diagnostic } from "../core/diagnostic.ts";
import { findingKey } from "./failure-signature.ts";
import type { Attempt } from "./fixer.ts";
import type { Finding } from "./finding.ts";
import type { Project } from "./project.ts";

/** What a run of fixers has learned about findings that stay. */
export interface RepairMemory {
  /** How many attempts of a fixer were tried for a finding. */
  readonly tried: Map<string, number>;
  /** Attempts that did not help, by what they would change in which text. */
  readonly failed: Set<string>;
  /** Why a finding stays, for people. */
  readonly why: Map<string, string>;
  /** Attempts that were refused because they silence a check. */
  readonly refused: Diagnostic[];
}

export function emptyMemory(): RepairMemory {
  return { tried: new Map(), failed: new Set(), why: new Map(), refused: [] };
}

/** Knows a finding again after lines above it have come or gone: by what it says and the line that it is about. */
export function memoryKey(project: Project, found: Finding): string {
  const text = project.texts.get(found.file) ?? "";
  const start = text.lastIndexOf("\n", found.start - 1) + 1;
  const end = text.indexOf("\n", found.start);
  const line = text.slice(start, end === -1 ? text.length : end);
  const column = found.start - start - (line.length - line.trimStart().length);
  return [findingKey(found), line.trim(), column].join("|");
}

/** Knows an attempt again that another finding of the same text leads to. */
export function attemptKey(project: Project, { fixes }: Attempt): string {
  const texts = fixes.map(({ path }) => project.texts.get(path) ?? "");
  return createHash("sha256")
    .update(JSON.stringify([fixes, texts]))
    .digest("hex");
}
