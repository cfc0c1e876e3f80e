import { authSchemaSql } from "../prelude/auth-schema.ts";
import {
  extensionsSchemaSql,
  projectExtensions,
  projectExtensionSql,
  publicationSql,
  publicSchemaSql,
} from "../prelude/public-schema.ts";
import { realtimeSchemaSql } from "../prelude/realtime-schema.ts";
import { storageSchemaSql } from "../prelude/storage-schema.ts";
import { standInsSql } from "../stand-ins.ts";
import { fenceSchemaSql } from "./fence.ts";
import type { ServerState } from "./server-state.ts";

/** The roles of a project and what else makes them; all of them only for the length of our transaction. */
const platformRoles: Readonly<Record<string, string>> = {
  postgres: "",
  anon: "",
  authenticated: "",
  service_role: "bypassrls",
  authenticator: "",
  dashboard_user: "",
  supabase_admin: "",
  supabase_auth_admin: "",
  supabase_storage_admin: "",
  supabase_realtime_admin: "",
  supabase_functions_admin: "",
  supabase_replication_admin: "",
  supabase_read_only_user: "",
  pgbouncer: "",
  pgsodium_keyiduser: "",
  pgsodium_keyholder: "",
  pgsodium_keymaker: "",
};

/** To whom what is checked belongs where the connection has more rights than any project. */
const fencedOwner = "megamind_owner";

/** Roles whose rights the owner of a hosted project has. */
const rolesOfOwner = [
  "anon",
  "authenticated",
  "service_role",
  "supabase_storage_admin",
  "supabase_realtime_admin",
];

export interface Preparation {
  /** To whom the project's objects belong; quoted. */
  readonly owner: string;
  /** Whether that is a role of its own. */
  readonly isFenced: boolean;
  readonly statements: readonly string[];
}

/** What a server lacks to be like a hosted project. Runs before anybody's SQL, in the transaction that is undone. */
export function prepareServer(
  state: ServerState,
  { standIns }: { readonly standIns: boolean },
): Preparation {
  const owner = state.isSuperuser ? fencedOwner : state.user;
  const schemas = new Set(state.schemas);
  const newRoles = Object.keys(platformRoles).filter((name) => !has(state, name));
  const missing = (schema: string, sql: string): readonly string[] =>
    schemas.has(schema) ? [] : [sql];
  const existing = new Set([...schemas, ...(state.hasModdatetime ? ["moddatetime"] : [])]);
  return {
    owner,
    isFenced: state.isSuperuser,
    statements: [
      ...newRoles.map((name) => `create role ${name} nologin noinherit ${platformRoles[name]}`),
      ...(state.isSuperuser
        ? fencedOwnerSql(state)
        : newRoles.map((name) => membership(state, name))),
      ...missing("public", "create schema public"),
      ...(newRoles.includes("anon") ? [publicSchemaSql] : []),
      ...missing("extensions", extensionsSchemaSql(owner)),
      ...projectExtensions
        .filter((name) => state.trusted.includes(name) && !state.installed.includes(name))
        .map(projectExtensionSql),
      ...(state.hasPublication ? [] : [publicationSql(owner)]),
      ...missing("auth", authSchemaSql(owner)),
      ...missing("storage", storageSchemaSql(owner)),
      ...missing("realtime", realtimeSchemaSql(owner)),
      ...(standIns ? [standInsSql(owner, existing)] : []),
      ...(state.isSuperuser ? grantsOnPlatform(state, owner) : []),
    ],
  };
}

function has({ roles }: ServerState, name: string): boolean {
  return roles.some((role) => role.name === name);
}

/** Whoever makes a role may enter it only when told so. */
function membership({ user, version }: ServerState, name: string): string {
  return `grant ${name} to ${user}${version >= 160_000 ? " with inherit true, set true" : ""}`;
}

/** Like `postgres` of a hosted project, but unable to make roles: some versions let those do too much. */
function fencedOwnerSql(state: ServerState): readonly string[] {
  const harmless = rolesOfOwner.filter(
    (name) => !state.roles.some((role) => role.name === name && role.isPowerful),
  );
  return [
    `create role ${fencedOwner} nologin bypassrls`,
    `grant ${harmless.join(", ")} to ${fencedOwner}`,
    "do $$ begin execute format('grant create, connect, temporary on database %I to megamind_owner', current_database()); end $$",
    `alter schema public owner to ${fencedOwner}`,
    fenceSchemaSql(fencedOwner),
  ];
}

/** What the platform's own schemas give to the owner of a project. */
function grantsOnPlatform(state: ServerState, owner: string): readonly string[] {
  return ["auth", "storage", "realtime", "extensions"].flatMap((schema) =>
    state.schemas.includes(schema)
      ? [
          `grant usage on schema ${schema} to ${owner}`,
          `grant all on all tables in schema ${schema} to ${owner}`,
        ]
      : [],
  );
}
