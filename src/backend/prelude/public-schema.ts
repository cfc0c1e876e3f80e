/**
 * The API schema and the place for extensions. New tables, sequences and functions get no privileges for the
 * API roles beyond what Postgres itself gives to PUBLIC: a migration that forgets its grants must fail here.
 */
export const publicSchemaSql = `
grant usage on schema public to anon, authenticated, service_role;

create schema extensions;
grant usage on schema extensions to postgres, anon, authenticated, service_role, dashboard_user;
grant all on schema extensions to postgres, dashboard_user;
create extension pgcrypto with schema extensions;
create extension "uuid-ossp" with schema extensions;

create publication supabase_realtime;
alter publication supabase_realtime owner to postgres;
`;
