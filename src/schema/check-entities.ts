import { hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import type { Bucket, Entity } from "../spec/entity.ts";
import { accessChecks } from "./checks/access-checks.ts";
import { auditChecks } from "./checks/audit-checks.ts";
import { blockChecks } from "./checks/block-checks.ts";
import { columnChecks } from "./checks/column-checks.ts";
import { eventChecks } from "./checks/event-checks.ts";
import { exampleRowChecks } from "./checks/example-row-checks.ts";
import { fieldValueChecks } from "./checks/field-value-checks.ts";
import { guardChecks } from "./checks/guard-checks.ts";
import { nameChecks } from "./checks/name-checks.ts";
import { referenceChecks } from "./checks/reference-checks.ts";
import { searchChecks } from "./checks/search-checks.ts";
import { softDeleteChecks } from "./checks/soft-delete-checks.ts";
import { withJoins } from "./join-entities.ts";
import { signUpChecks } from "./checks/sign-up-checks.ts";

/**
 * Everything that would keep entities and buckets from becoming a database, or that would make one that
 * is not as safe as it reads. Without errors the compilers accept them. The order of findings is stable.
 */
export function checkEntities(
  declared: readonly Entity[],
  buckets: readonly Bucket[],
): readonly Diagnostic[] {
  const entities = withJoins(declared);
  const found = [
    ...nameChecks(entities, buckets),
    ...referenceChecks(entities),
    ...blockChecks(entities),
    ...entities.flatMap((entity) => [
      ...softDeleteChecks(entity),
      ...searchChecks(entity),
      ...eventChecks(entity, entities),
      ...auditChecks(entity),
      ...columnChecks(entity, entities),
      ...fieldValueChecks(entity),
      ...signUpChecks(entity),
      ...accessChecks(entity, entities),
      ...guardChecks(entity, entities),
    ]),
  ];
  return hasErrors(found) ? found : [...found, ...exampleRowChecks(entities)];
}
