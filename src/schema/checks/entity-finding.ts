import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";

interface Finding {
  /** Without the stage's prefix. */
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly severity?: "error" | "warning";
}

/** A finding about one entity. */
export function entityFinding(
  entity: Entity,
  { code, message, fix, severity = "error" }: Finding,
): Diagnostic {
  return diagnostic({ code: `schema/${code}`, severity, name: entity.name, message, fix });
}

/** Values that come more than once, each named once, in order of appearance. */
export function repeated(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const again = values.filter((value) => {
    if (seen.has(value)) return true;
    seen.add(value);
    return false;
  });
  return [...new Set(again)];
}
