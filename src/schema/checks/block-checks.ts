import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { entityFinding } from "./entity-finding.ts";

/** Declarations of blocks that name no users, that anybody could make for others, or that come twice. */
export function blockChecks(entities: readonly Entity[]): readonly Diagnostic[] {
  const [first, ...others] = entities.filter(({ blocks }) => blocks !== undefined);
  if (first === undefined) return [];
  return [
    ...problemsOf(first, entities).map((problem) => entityFinding(first, problem)),
    ...others.map((entity) =>
      entityFinding(entity, {
        code: "blocks-twice",
        message: `${entity.name} declares blocks, but ${first.name} does already.`,
        fix: "Keep the blocks of the app in one entity.",
      }),
    ),
  ];
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

function problemsOf(entity: Entity, entities: readonly Entity[]): readonly Problem[] {
  const { blocks, name } = entity;
  if (blocks === undefined) return [];
  const people = userReferences(entity, entities);
  const unknown = Object.entries(blocks).filter(([, field]) => !people.includes(field));
  if (unknown.length > 0 || blocks.by === blocks.whom) {
    const found = unknown.map(([key, field]) => `${key}: "${field}"`).join(", ");
    return [
      {
        code: "blocks-of-nobody",
        message:
          unknown.length > 0
            ? `Blocks in ${name} name ${found}, which is no required reference to an entity made at sign-up.`
            : `Blocks in ${name} name "${blocks.by}" twice.`,
        fix: `Name two of: ${people.join(", ") || "(it has no such reference)"}.`,
      },
    ];
  }
  return [...ownershipProblems(entity, blocks), ...keyProblems(entity, blocks)];
}

function userReferences(entity: Entity, entities: readonly Entity[]): readonly string[] {
  return entity.references
    .filter(({ field, required }) => required || entity.key?.includes(field) === true)
    .filter(({ to }) => entities.some((one) => one.name === to && one.signUp !== null))
    .map(({ field }) => field);
}

type Blocks = NonNullable<Entity["blocks"]>;

function ownershipProblems(
  { access, name, owner, softDelete }: Entity,
  { by }: Blocks,
): readonly Problem[] {
  const found: Problem[] = [];
  if (owner !== by) {
    found.push({
      code: "blocks-not-owned",
      message: `Blocks in ${name} are made by "${by}", but the owner of its rows is ${owner === null ? "nobody" : `"${owner}"`}: users could block in the name of others.`,
      fix: `Make ${by} the owner.`,
    });
  }
  if (access.update !== "nobody") {
    found.push({
      code: "blocks-changeable",
      message: `Blocks in ${name} can be updated${softDelete === true ? ", because they are removed softly" : ""}, but a block is there or not.`,
      fix: "Leave out the update rule and softDelete; users insert and delete blocks.",
    });
  }
  return found;
}

/** One row a pair, found from either side, and never of one user alone, who would hide from themselves. */
function keyProblems(
  { distinct, key, name, unique }: Entity,
  { by, whom }: Blocks,
): readonly Problem[] {
  const pair = [by, whom].toSorted().join();
  const isPair = (columns: readonly string[]): boolean => columns.toSorted().join() === pair;
  const hasKey = [...(key === null ? [] : [key]), ...unique].some(isPair);
  const found: Problem[] = [];
  if (!hasKey) {
    found.push({
      code: "blocks-not-unique",
      message: `${name} may hold the same block twice.`,
      fix: `Write key: [${by}, ${whom}].`,
    });
  }
  if (!distinct.some(isPair)) {
    found.push({
      code: "blocks-of-oneself",
      message: `In ${name} users could block themselves, and would no longer see their own rows.`,
      fix: `Write distinct: [[${by}, ${whom}]].`,
    });
  }
  return found;
}
