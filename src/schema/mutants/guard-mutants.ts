import type { AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { privateSchema, publicSchema, qualified, quoted } from "../ast/names.ts";
import { printSql } from "../ast/print-sql.ts";
import { createTriggerFunction } from "../ast/statements.ts";
import { rulesWithin } from "../rule-tree.ts";
import type { EntitySet } from "../state/entity-set.ts";
import { guardBody, guardFunction, guardTrigger } from "../state/guard.ts";
import type { Mutant } from "./mutant.ts";

type Guards = NonNullable<Entity["guards"]>;

/**
 * The trigger of an entity with guarded columns switched off, each column left out of it on insert and on update, open
 * to another role, and to whoever claims the role.
 */
export function guardMutants(entity: Entity, set: EntitySet): readonly Mutant[] {
  const { access, guards = {}, table } = entity;
  const names = Object.keys(guards).toSorted();
  if (names.length === 0) return [];
  const trigger = quoted(guardTrigger(entity));
  const off = `alter table ${qualified(publicSchema, table)} disable trigger ${trigger}`;
  const whole = access.update === "nobody" ? "insert" : "update";
  const commands = (["insert", "update"] as const).filter((one) => access[one] !== "nobody");
  return [
    { table, command: whole, sql: off, equivalent: null },
    ...commands.flatMap((command) =>
      names.flatMap((name) =>
        changedGuards(guards, name).map((changed) => ({
          table,
          command,
          sql: functionWith({ entity, set, command, ...changed }),
          equivalent: equivalence(entity, { command, name }),
        })),
      ),
    ),
  ];
}

interface Changed {
  readonly guards: Guards;
  /** Whether roles are read from what users write themselves. */
  readonly isGullible: boolean;
}

function changedGuards(guards: Guards, name: string): readonly Changed[] {
  const { [name]: rule, ...others } = guards;
  const left = { guards: others, isGullible: false };
  if (rule === undefined || !rulesWithin(rule).some(asksForRole)) return [left];
  return [
    left,
    { guards: { ...guards, [name]: withOtherRole(rule) }, isGullible: false },
    { guards, isGullible: true },
  ];
}

function asksForRole(rule: AccessRule): boolean {
  return typeof rule !== "string" && "role" in rule;
}

function withOtherRole(rule: AccessRule): AccessRule {
  if (typeof rule === "string" || "through" in rule || "member" in rule) return rule;
  if ("role" in rule) return { role: `not_${rule.role}` };
  if ("when" in rule) return { ...rule, rule: withOtherRole(rule.rule) };
  if ("anyOf" in rule) return { anyOf: rule.anyOf.map(withOtherRole) };
  return { allOf: rule.allOf.map(withOtherRole) };
}

interface ChangedFunction extends Changed {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly command: "insert" | "update";
}

function functionWith({ entity, set, command, guards, isGullible }: ChangedFunction): string {
  const changed = command === "insert" ? { onInsert: guards } : { onUpdate: guards };
  const body = guardBody({ entity, set, ...changed });
  const name = guardFunction(entity);
  const sql = printSql(
    createTriggerFunction({
      schema: privateSchema,
      name,
      body: isGullible ? body.replaceAll("'app_metadata'", "'user_metadata'") : body,
      definer: false,
    }),
  );
  return sql;
}

/** Whoever passes the rule of the command passes a guard that says the same. */
function equivalence(
  { access, guards = {} }: Entity,
  { command, name }: { readonly command: "insert" | "update"; readonly name: string },
): string | null {
  const isSame = JSON.stringify(access[command]) === JSON.stringify(guards[name]);
  return isSame ? `rule of ${command} and guard ask the same` : null;
}
