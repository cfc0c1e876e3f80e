import type { SqlErrorFields } from "./database-errors.ts";

/** What the owner asks the database worker: one request at a time, each answered by exactly one reply. */
export type WorkerRequest =
  /** Boots from the data directory in `snapshot`. */
  | {
      readonly kind: "load";
      readonly snapshot: Uint8Array<ArrayBuffer>;
      /** Whether CREATE EXTENSION finds more than every project has. */
      readonly moreExtensions: boolean;
    }
  /** Boots with initdb, runs the scripts of `prelude` as superuser, and answers with the data directory. The worker is spent then. */
  | { readonly kind: "build"; readonly prelude: readonly string[] }
  /** Several statements, no parameters. */
  | { readonly kind: "execute"; readonly sql: string }
  /** One statement. */
  | { readonly kind: "query"; readonly sql: string; readonly params: readonly unknown[] };

export interface QueryResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows that an insert, update or delete touched; 0 for everything else. */
  readonly affectedRows: number;
}

export type WorkerReply =
  | { readonly kind: "done"; readonly result: QueryResult }
  | { readonly kind: "built"; readonly snapshot: Uint8Array<ArrayBuffer> }
  | { readonly kind: "refused"; readonly error: SqlErrorFields }
  /** The engine itself failed: the instance cannot be trusted any more. */
  | { readonly kind: "broken"; readonly message: string };
