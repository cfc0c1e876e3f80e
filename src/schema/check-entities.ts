import type { Diagnostic } from "../core/diagnostic.ts";
import type { Bucket, Entity } from "../spec/entity.ts";

export function checkEntities(entities: readonly Entity[], buckets: readonly Bucket[]): readonly Diagnostic[] {
  void entities;
  void buckets;
  return [];
}
