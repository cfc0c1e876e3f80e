import { inspectDatabase } from "../backend/inspect-database.ts";
import { openServer } from "../backend/server/open-server.ts";
import type { DatabaseFacts } from "../spec/database-facts.ts";

interface InspectServerOptions {
  readonly url: string;
  /** Longest time one query may take, in milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export interface InspectedServer {
  /** `user@host:5432/database` */
  readonly server: string;
  readonly facts: DatabaseFacts;
}

/**
 * Reads the database of a server as it is, in a transaction that can only read.
 * @throws InputError when the server refuses us, UnavailableError when it cannot be reached
 */
export async function inspectServer(options: InspectServerOptions): Promise<InspectedServer> {
  const database = await openServer({ ...options, as: "as-is", force: true, standIns: false });
  try {
    return { server: database.server ?? "", facts: await inspectDatabase(database) };
  } finally {
    await database.close();
  }
}
