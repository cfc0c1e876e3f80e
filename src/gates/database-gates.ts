import { accessGate } from "./access-gate.ts";
import type { Gate } from "./gate.ts";
import { MigratedDatabase } from "./migrated-database.ts";
import { migrationsGate } from "./migrations-gate.ts";

/** The two gates that need a database, on one warm database that they share. */
export interface DatabaseGates {
  readonly migrations: Gate;
  readonly access: Gate;
  /** Ends the database. Gates that run later boot a new one. */
  close(): Promise<void>;
}

export interface DatabaseGatesOptions {
  /** Folder of the whole program's caches. */
  readonly cacheFolder: string;
  /** Longest time one statement may take, in milliseconds. Default: 30,000. */
  readonly deadlineMs?: number;
  /** Whether migrations may lose data or protection. Default: false. */
  readonly allowDestructive?: boolean;
}

/** Nothing is opened before a gate runs. */
export function createDatabaseGates(options: DatabaseGatesOptions): DatabaseGates {
  const database = new MigratedDatabase(options);
  return {
    migrations: migrationsGate(database, options),
    access: accessGate(database),
    close: () => database.close(),
  };
}
