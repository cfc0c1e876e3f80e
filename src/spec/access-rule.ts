import { z } from "zod";

/**
 * Who may do something with a row. Compiled to row level security by `schema`,
 * and read by the access oracle, which never sees the policies.
 *
 * - `everyone`: visitors without a session too.
 * - `signed-in`: any user with a session.
 * - `owner`: the user named by the entity's owner column.
 * - `nobody`: only the service role.
 * - `{ through: <reference field> }`: whoever may read the referenced row.
 *   On insert and update, the row must also belong to the acting user when the entity has an owner.
 */
const accessRuleSchema = z.union([
  z.enum(["everyone", "signed-in", "owner", "nobody"]),
  z.strictObject({ through: z.string() }).readonly(),
]);

export type AccessRule = z.infer<typeof accessRuleSchema>;

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
