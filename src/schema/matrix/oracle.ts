import type { AccessCommand, AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import type { EntitySet } from "../state/entity-set.ts";
import type { FixtureRow } from "./fixture-rows.ts";
import type { MatrixActor } from "./users.ts";

/**
 * Says what the access rules allow, from the rules alone: it never sees a policy or a grant,
 * so that a mistake of the policy compiler cannot repeat itself here.
 */
export interface Oracle {
  /** Whether the actor's role may use the command on the table at all; if not, the statement is denied as a whole. */
  mayUse(access: Access): boolean;
  /** Whether the rule of the command covers this row: an existing one, or the one that would result. */
  covers(access: Access & { readonly row: FixtureRow }): boolean;
}

interface Access {
  readonly entity: Entity;
  readonly command: AccessCommand;
  readonly actor: MatrixActor;
}

export function accessOracle(set: EntitySet): Oracle {
  const mayUse = ({ entity, command, actor }: Access): boolean => {
    if (actor.kind === "service_role") return true;
    const rule = entity.access[command];
    if (typeof rule !== "string") {
      if (actor.kind === "anon" && isOwnWrite(entity, command)) return false;
      return mayUse({ entity: set.target(entity, rule.through), command: "select", actor });
    }
    return rule === "everyone" || (rule !== "nobody" && actor.kind === "user");
  };

  const covers = ({
    entity,
    command,
    actor,
    row,
  }: Access & { readonly row: FixtureRow }): boolean => {
    if (actor.kind === "service_role") return true;
    const rule: AccessRule = entity.access[command];
    const isMine = actor.kind === "user" && row.owner === actor.id;
    if (typeof rule !== "string") {
      if (isOwnWrite(entity, command) && !isMine) return false;
      const parent = row.parents[rule.through];
      return (
        parent !== undefined &&
        parent !== null &&
        covers({ entity: parent.entity, command: "select", actor, row: parent })
      );
    }
    switch (rule) {
      case "everyone":
        return true;
      case "signed-in":
        return actor.kind === "user";
      case "owner":
        return isMine;
      case "nobody":
        return false;
    }
  };
  return { mayUse, covers };
}

/** Writes through a parent also need the row to be one's own, when rows have owners. */
function isOwnWrite(entity: Entity, command: AccessCommand): boolean {
  return entity.owner !== null && (command === "insert" || command === "update");
}

/** Columns that a client may never change in an existing row, beside the owner: what the entity language promises. */
export function lockedColumns(entity: Entity, set: EntitySet): readonly string[] {
  const counters = set.countersOn(entity).map(({ column }) => column);
  const columns = [...(entity.key ?? ["id"]), ...entity.immutable, ...counters, "created_at"];
  return [...new Set(columns)].filter((column) => column !== entity.owner);
}
