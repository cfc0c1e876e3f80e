import type { User } from "@supabase/supabase-js";

/** Whether the person has a role of the whole app. Only the server gives roles. */
export function hasRole(user: User | null, role: string): boolean {
  const roles: unknown = user?.app_metadata["roles"];
  return Array.isArray(roles) && roles.includes(role);
}

/** For writes that changed no row: the database hides rows that somebody may not change, and reports no error. */
export function refusal(): Error {
  return Object.assign(new Error("No row was changed."), { code: "42501" });
}
