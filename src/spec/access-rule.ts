import { z } from "zod";

/** What a column of the row must hold. `is: null` and `isNot: null` ask whether it is empty. */
export type RowCondition =
  | { readonly field: string; readonly is: ConditionValue | null }
  | { readonly field: string; readonly isNot: ConditionValue | null }
  | { readonly field: string; readonly in: readonly ConditionValue[] };

export type ConditionValue = string | number | boolean;

/**
 * Who may do something with a row. Compiled to row level security by `schema`,
 * and read by the access oracle, which never sees the policies.
 *
 * - `everyone`: visitors without a session too.
 * - `signed-in`: any user with a session.
 * - `owner`: the user named by the entity's owner column.
 * - `nobody`: only the service role.
 * - `unblocked`: who shares no block with the row's owner. Never written: the declaration of blocks adds it to rules.
 * - `{ through: <reference field> }`: whoever may read the referenced row.
 *   On insert and update, the row must also belong to the acting user when the entity has an owner.
 * - `{ member: <entity>, of: <reference field or id>, role? }`: users with a row in the membership entity for the same
 *   parent, and one of the roles in its field `role` where roles are named.
 *   On insert, the row must also belong to the acting user when the entity has an owner.
 * - `{ role: <name> }`: users whose token carries the role in `app_metadata.roles`, which only the server writes.
 *   On insert, the row must also belong to the acting user when the entity has an owner.
 * - `{ when, rule }`: those of the inner rule, for rows whose column is as the condition says.
 * - `{ anyOf }`: who satisfies at least one of the rules. - `{ allOf }`: who satisfies each of them.
 */
export type AccessRule =
  | "everyone"
  | "signed-in"
  | "owner"
  | "nobody"
  | "unblocked"
  | { readonly through: string }
  | MemberRule
  | RoleRule
  | { readonly when: RowCondition; readonly rule: AccessRule }
  | { readonly anyOf: readonly AccessRule[] }
  | { readonly allOf: readonly AccessRule[] };

export interface MemberRule {
  readonly member: string;
  /** A reference to the entity that people are members of, or `id` where the rows themselves are it. */
  readonly of: string;
  /** Absent: members of every role. */
  readonly role?: string | readonly string[] | undefined;
}

/** A role in the whole app, as opposed to one among the members of something. */
export interface RoleRule {
  readonly role: string;
}

const valueSchema = z.union([z.string(), z.number().int(), z.boolean()]);

export const conditionSchema = z.union([
  z.strictObject({ field: z.string(), is: valueSchema.nullable() }).readonly(),
  z.strictObject({ field: z.string(), isNot: valueSchema.nullable() }).readonly(),
  z.strictObject({ field: z.string(), in: z.array(valueSchema).min(1).readonly() }).readonly(),
]);

const innerRule = z.lazy((): z.ZodType<AccessRule> => accessRuleSchema);

export const accessRuleSchema: z.ZodType<AccessRule> = z
  .union([
    z.enum(["everyone", "signed-in", "owner", "nobody"]),
    z.strictObject({ through: z.string() }).readonly(),
    z
      .strictObject({
        member: z.string(),
        of: z.string(),
        role: z.union([z.string(), z.array(z.string()).min(1).readonly()]).optional(),
      })
      .readonly(),
    z
      .strictObject({
        role: z.string().regex(/^[a-z][a-z0-9_-]{0,47}$/, {
          error: "must be lower case, start with a letter and have at most 48 characters",
        }),
      })
      .readonly(),
    z.strictObject({ when: conditionSchema, rule: innerRule }).readonly(),
    z.strictObject({ anyOf: z.array(innerRule).min(1).readonly() }).readonly(),
    z.strictObject({ allOf: z.array(innerRule).min(1).readonly() }).readonly(),
  ])
  .meta({ id: "AccessRule" });

/** One rule a command. A command that is left out is for `nobody`. */
export const accessRulesSchema = z
  .strictObject({
    select: accessRuleSchema.default("nobody"),
    insert: accessRuleSchema.default("nobody"),
    update: accessRuleSchema.default("nobody"),
    delete: accessRuleSchema.default("nobody"),
  })
  .readonly();

export type AccessRules = z.infer<typeof accessRulesSchema>;
export type AccessCommand = keyof AccessRules;
export const accessCommands: readonly AccessCommand[] = ["select", "insert", "update", "delete"];
