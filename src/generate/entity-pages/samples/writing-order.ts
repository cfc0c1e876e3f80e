import type { Entity } from "../../../spec/entity.ts";

/** What a row refers to, and the memberships without which nobody may write it, come before it. */
export function inWritingOrder(entities: readonly Entity[]): readonly Entity[] {
  const writable = entities.filter(
    ({ signUp, access }) => signUp === null && access.insert !== "nobody",
  );
  const ordered: Entity[] = [];
  const visit = (entity: Entity, path: readonly Entity[]) => {
    if (ordered.includes(entity) || path.includes(entity)) return;
    const rule = JSON.stringify(entity.access.insert);
    for (const other of writable) {
      const isNeeded =
        entity.references.some(({ to }) => to === other.name) ||
        rule.includes(`"member":"${other.name}"`);
      if (isNeeded) visit(other, [...path, entity]);
    }
    ordered.push(entity);
  };
  for (const entity of writable) visit(entity, []);
  return ordered;
}
