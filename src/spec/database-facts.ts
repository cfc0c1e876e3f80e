import { z } from "zod";

/** Final state of a database as its catalog tells it. Names are as stored, schemas always given. */

const commandSchema = z.enum(["select", "insert", "update", "delete"]);
export type DataCommand = z.infer<typeof commandSchema>;

const relationSchema = z.object({ schema: z.string(), name: z.string() }).readonly();
export type RelationName = z.infer<typeof relationSchema>;

const texts = z.array(z.string()).readonly();

const columnSchema = z
  .object({
    name: z.string(),
    /** As Postgres writes it, with its schema unless that is pg_catalog. */
    type: z.string(),
    nullable: z.boolean(),
    default: z.string().nullable(),
    isGenerated: z.boolean(),
    isEnum: z.boolean(),
    /** Which of anon and authenticated may insert or update it. */
    writableBy: texts,
    readableBy: texts,
  })
  .readonly();
export type ColumnFacts = z.infer<typeof columnSchema>;

const foreignKeySchema = z
  .object({
    name: z.string(),
    columns: texts,
    table: relationSchema,
    referencedColumns: texts,
    onDelete: z.enum(["no action", "restrict", "cascade", "set null", "set default"]),
  })
  .readonly();

const policySchema = z
  .object({
    name: z.string(),
    command: z.enum(["all", "select", "insert", "update", "delete"]),
    roles: texts,
    using: z.string().nullable(),
    check: z.string().nullable(),
    permissive: z.boolean(),
  })
  .readonly();
export type PolicyFacts = z.infer<typeof policySchema>;

const indexSchema = z
  .object({
    name: z.string(),
    /** Key columns in order; an expression as Postgres writes it. */
    columns: texts,
    unique: z.boolean(),
    method: z.string(),
    predicate: z.string().nullable(),
    /** Order, operator classes and included columns: two indexes with equal definitions do the same. */
    definition: z.string(),
    /** Whether a primary key, unique or exclusion constraint owns it. */
    isConstraint: z.boolean(),
    /** Whether conditions of users may use it below a policy that looks at rows. */
    leakproof: z.boolean(),
  })
  .readonly();
export type IndexFacts = z.infer<typeof indexSchema>;

const triggerSchema = z
  .object({ name: z.string(), function: relationSchema, definition: z.string() })
  .readonly();

const tableSchema = z
  .object({
    schema: z.string(),
    name: z.string(),
    owner: z.string(),
    rls: z.boolean(),
    forceRls: z.boolean(),
    isPartition: z.boolean(),
    columns: z.array(columnSchema).readonly(),
    primaryKey: texts,
    foreignKeys: z.array(foreignKeySchema).readonly(),
    policies: z.array(policySchema).readonly(),
    indexes: z.array(indexSchema).readonly(),
    /** Columns of each CHECK constraint. */
    checks: z.array(texts).readonly(),
    triggers: z.array(triggerSchema).readonly(),
    /** Privileges of anon, authenticated and service_role, on the table or any of its columns. */
    grants: z.array(z.object({ role: z.string(), command: commandSchema }).readonly()).readonly(),
  })
  .readonly();
export type TableFacts = z.infer<typeof tableSchema>;

const viewSchema = z
  .object({
    schema: z.string(),
    name: z.string(),
    owner: z.string(),
    isMaterialized: z.boolean(),
    securityInvoker: z.boolean(),
    readableBy: texts,
    relations: z.array(relationSchema).readonly(),
  })
  .readonly();

const functionSchema = z
  .object({
    schema: z.string(),
    name: z.string(),
    arguments: z.string(),
    owner: z.string(),
    language: z.string(),
    securityDefiner: z.boolean(),
    volatility: z.enum(["immutable", "stable", "volatile"]),
    /** Settings of its own, for example `search_path=""`. */
    config: texts,
    /** Which of anon and authenticated may call it. */
    executableBy: texts,
    returnsTrigger: z.boolean(),
    /** Whether a trigger on the platform's users runs it when one is made. */
    runsOnSignUp: z.boolean(),
    body: z.string(),
  })
  .readonly();
export type FunctionFacts = z.infer<typeof functionSchema>;

export const databaseFactsSchema = z
  .object({
    tables: z.array(tableSchema).readonly(),
    views: z.array(viewSchema).readonly(),
    functions: z.array(functionSchema).readonly(),
    buckets: z.array(z.object({ id: z.string(), public: z.boolean() }).readonly()).readonly(),
    extensions: z.array(relationSchema).readonly(),
    /** Tables of publications. */
    published: z.array(relationSchema).readonly(),
  })
  .readonly();
export type DatabaseFacts = z.infer<typeof databaseFactsSchema>;
