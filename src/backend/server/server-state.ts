import { z } from "zod";
import { InputError } from "../../core/errors.ts";
import { isOfProject, list } from "../inspect/query-parts.ts";
import type { Session } from "../session.ts";

const stateSchema = z.object({
  /** As whom we are connected; quoted where SQL needs it. */
  user: z.string(),
  version: z.number(),
  isSuperuser: z.boolean(),
  /** Whether the user may read files of the server or run programs there. */
  mayLeaveDatabase: z.boolean(),
  roles: z.array(
    z.object({
      name: z.string(),
      isPowerful: z.boolean(),
      /** Whether the user may act as this role. */
      isOpen: z.boolean(),
    }),
  ),
  schemas: z.array(z.string()),
  hasModdatetime: z.boolean(),
  hasPublication: z.boolean(),
  installed: z.array(z.string()),
  /** Extensions that CREATE EXTENSION finds and that need no superuser. */
  trusted: z.array(z.string()),
  /** Tables and views that the platform did not bring along. */
  relations: z.array(z.string()),
});
export type ServerState = z.infer<typeof stateSchema>;

/** The oldest version whose catalogs our queries can read. */
const oldestVersion = 150_000;

const beyondDatabase = [
  "pg_read_server_files",
  "pg_write_server_files",
  "pg_execute_server_program",
]
  .map((role) => `pg_has_role(current_user, '${role}', 'member')`)
  .join(" or ");

/** Since version 16 members of a role may be forbidden to act as it. */
const isOpen =
  "pg_has_role(current_user, oid, case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end)";

const stateSql = `select json_build_object(
  'user', quote_ident(current_user),
  'version', current_setting('server_version_num')::int,
  'isSuperuser', (select rolsuper from pg_roles where rolname = current_user),
  'mayLeaveDatabase', ${beyondDatabase},
  'roles', ${list({ item: `json_build_object('name', rolname, 'isPowerful', rolsuper or rolcreaterole, 'isOpen', ${isOpen})`, from: "from pg_roles", order: "rolname" })},
  'schemas', ${list({ item: "nspname", from: "from pg_namespace", order: "nspname" })},
  'hasModdatetime', to_regprocedure('extensions.moddatetime()') is not null,
  'hasPublication', exists (select from pg_publication where pubname = 'supabase_realtime'),
  'installed', ${list({ item: "extname", from: "from pg_extension", order: "extname" })},
  'trusted', ${list({
    item: "e.name",
    from: "from pg_available_extensions e join pg_available_extension_versions v on v.name = e.name and v.version = e.default_version where v.trusted",
    order: "e.name",
  })},
  'relations', ${list({
    item: "n.nspname || '.' || c.relname",
    from: `from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('storage', 'realtime') and ${isOfProject("pg_class", "c.oid")}`,
    order: "n.nspname, c.relname",
  })}) as state`;

/**
 * What a server has before anything is done to it.
 * @throws InputError when it is too old to be read
 */
export async function readServerState(session: Session): Promise<ServerState> {
  const { rows } = await session.query(stateSql);
  const state = stateSchema.parse(rows[0]?.["state"]);
  if (state.version < oldestVersion) {
    throw new InputError(
      `The server is Postgres ${Math.floor(state.version / 10_000)}; 15 is the oldest that can be read.`,
    );
  }
  return state;
}
