/**
 * The roles of a Supabase project. There `postgres` owns the database but is no superuser, so SQL that needs
 * one must fail here as it fails there: initdb's superuser gets another name, and `postgres` is made anew.
 */
export const rolesSql = `
create role supabase_admin superuser createdb createrole replication bypassrls login;
set session authorization supabase_admin;
alter role postgres rename to bootstrap;

create role postgres nosuperuser createdb createrole replication bypassrls login;
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator noinherit login;
create role dashboard_user createdb createrole replication nologin;
create role supabase_auth_admin noinherit createrole login;
create role supabase_storage_admin noinherit createrole login;
create role supabase_realtime_admin noinherit nologin;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to postgres with admin option;
-- On a hosted project an extension of the server lets postgres manage policies of these tables; membership is the nearest plain Postgres has.
grant supabase_storage_admin, supabase_realtime_admin to postgres;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;

alter database postgres owner to postgres;
`;
