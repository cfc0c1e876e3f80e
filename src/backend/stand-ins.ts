/**
 * What hosted projects have besides the prelude, as far as migrations name it: schemas, roles, tables and functions
 * that accept the same calls and do nothing. Run by a superuser before somebody else's migrations.
 */
export const standInRolesSql = `
create role supabase_functions_admin noinherit createrole login;
create role supabase_replication_admin replication login;
create role supabase_read_only_user bypassrls login;
create role pgbouncer login;
create role pgsodium_keyiduser nologin;
create role pgsodium_keyholder nologin;
create role pgsodium_keymaker nologin;
`;

/** By the schema that they stand in for. */
const schemas: Readonly<Record<string, string>> = {
  cron: `
create schema cron;
create table cron.job (
  jobid bigint generated always as identity primary key, schedule text, command text, nodename text, nodeport integer,
  database text, username text, active boolean default true, jobname text unique
);
create table cron.job_run_details (
  jobid bigint, runid bigint generated always as identity primary key, status text, return_message text,
  start_time timestamptz, end_time timestamptz
);
create function cron.schedule(schedule text, command text) returns bigint language sql as 'select 1::bigint';
create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as 'select 1::bigint';
create function cron.unschedule(job_id bigint) returns boolean language sql as 'select true';
create function cron.unschedule(job_name text) returns boolean language sql as 'select true';
`,
  net: `
create schema net;
create table net._http_response (id bigint, status_code integer, content text, created timestamptz default now());
create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000
) returns bigint language sql as 'select 1::bigint';
create function net.http_get(
  url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000
) returns bigint language sql as 'select 1::bigint';
create function net.http_delete(
  url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000
) returns bigint language sql as 'select 1::bigint';
`,
  vault: `
create schema vault;
create table vault.secrets (
  id uuid primary key default gen_random_uuid(), name text unique, description text not null default '', secret text,
  key_id uuid, created_at timestamptz default now(), updated_at timestamptz default now()
);
create view vault.decrypted_secrets as select *, secret as decrypted_secret from vault.secrets;
create function vault.create_secret(new_secret text, new_name text default null, new_description text default '', new_key_id uuid default null)
returns uuid language sql as 'select gen_random_uuid()';
create function vault.update_secret(
  secret_id uuid, new_secret text default null, new_name text default null, new_description text default null, new_key_id uuid default null
) returns void language sql as 'select';
`,
  pgsodium: `
create schema pgsodium;
create table pgsodium.key (id uuid primary key default gen_random_uuid(), name text, created timestamptz default now());
create function pgsodium.create_key(key_type text default 'aead-det', name text default null) returns uuid language sql as 'select gen_random_uuid()';
`,
  graphql: `
create schema graphql;
`,
  graphql_public: `
create schema graphql_public;
create function graphql_public.graphql("operationName" text default null, query text default null, variables jsonb default null, extensions jsonb default null)
returns jsonb language sql as 'select null::jsonb';
`,
  supabase_functions: `
create schema supabase_functions;
create table supabase_functions.hooks (id bigint generated always as identity primary key, hook_table_id integer, hook_name text, request_id bigint);
create function supabase_functions.http_request() returns trigger language plpgsql as 'begin return new; end';
`,
  supabase_migrations: `
create schema supabase_migrations;
create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
`,
};

const moddatetimeSql = `
create function extensions.moddatetime() returns trigger language plpgsql as $$
begin
  new := jsonb_populate_record(new, jsonb_build_object(tg_argv[0], now()));
  return new;
end
$$;
`;

const authTablesSql = (owner: string): string => `
create table auth.identities (
  id uuid primary key default gen_random_uuid(), provider_id text not null, user_id uuid not null references auth.users on delete cascade,
  identity_data jsonb not null, provider text not null, last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz,
  email text, unique (provider_id, provider)
);
create table auth.sessions (
  id uuid primary key, user_id uuid not null references auth.users on delete cascade, created_at timestamptz,
  updated_at timestamptz, factor_id uuid, not_after timestamptz, aal text
);
create table auth.mfa_factors (
  id uuid primary key, user_id uuid not null references auth.users on delete cascade, friendly_name text,
  factor_type text, status text, created_at timestamptz, updated_at timestamptz
);
create table auth.refresh_tokens (
  id bigint generated always as identity primary key, token varchar(255) unique, user_id varchar(255), revoked boolean,
  created_at timestamptz, updated_at timestamptz, parent varchar(255), session_id uuid references auth.sessions on delete cascade
);
grant all on all tables in schema auth to ${owner};
`;

/**
 * The stand-ins for all that a database lacks. `existing` names schemas that are there with all that belongs to them,
 * `moddatetime` among them where that function is.
 */
export function standInsSql(owner: string, existing: ReadonlySet<string>): string {
  const missing = Object.entries(schemas).filter(([name]) => !existing.has(name));
  return [
    ...missing.map(([name, sql]) => `${sql}${grants(name, owner)}`),
    existing.has("moddatetime") ? "" : moddatetimeSql,
    existing.has("auth") ? "" : authTablesSql(owner),
  ].join("");
}

function grants(schema: string, owner: string): string {
  return `grant all on schema ${schema} to ${owner} with grant option;
grant all on all tables in schema ${schema} to ${owner} with grant option;
grant usage on schema ${schema} to anon, authenticated, service_role;
`;
}
