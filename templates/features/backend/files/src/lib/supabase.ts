import { createClient } from "@supabase/supabase-js";
import type { Database } from "@/lib/database.types";

/** Where the backend answers: a Supabase project, or the server that delivered this page. */
export const supabaseUrl = import.meta.env.VITE_SUPABASE_URL || location.origin;

/** Identifies the app to the backend; public by design. By default the key of every local Supabase backend. */
export const supabaseKey =
  import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY || "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH";

export const supabase = createClient<Database>(supabaseUrl, supabaseKey, {
  // Queries are repeated by TanStack Query; doing it here as well would multiply the waiting.
  db: { retry: false },
});
