import type { OpenDatabase } from "./session.ts";

/** A database that is like a new Supabase project, on which somebody's SQL is tried. */
export interface ProjectDatabase extends OpenDatabase {
  /** Of whom the project's objects are; quoted. */
  readonly owner: string;
  /** The name of the server, or null for a Postgres of our own. */
  readonly server: string | null;
  /** Whether the connection itself may do more than the owner, so that the SQL must not get at its rights. */
  readonly isFenced: boolean;
  /** Extensions that CREATE EXTENSION finds. */
  readonly extensions: ReadonlySet<string>;
  /** Forgets what SQL so far has set for its session, and goes on as the owner or as who sees everything. */
  forget(next: "owner" | "platform"): Promise<void>;
}
