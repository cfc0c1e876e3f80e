/**
 * The API schema and the place for extensions. New tables, sequences and functions get no privileges for the
 * API roles beyond what Postgres itself gives to PUBLIC: a migration that forgets its grants must fail here.
 */
export const publicSchemaSql = `
grant usage on schema public to anon, authenticated, service_role;
`;

export const extensionsSchemaSql = (owner: string): string => `
create schema extensions;
grant usage on schema extensions to ${owner}, anon, authenticated, service_role, dashboard_user;
grant all on schema extensions to ${owner}, dashboard_user;
`;

/** Extensions that every project has. */
export const projectExtensions = ["pgcrypto", "uuid-ossp"];

export function projectExtensionSql(name: string): string {
  return `create extension "${name}" with schema extensions;`;
}

export const publicationSql = (owner: string): string => `
create publication supabase_realtime;
alter publication supabase_realtime owner to ${owner};
`;
