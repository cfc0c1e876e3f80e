/** The thread in which Postgres lives. An endless statement blocks it for ever, so its owner ends the whole thread. */
import { parentPort, type MessagePort } from "node:worker_threads";
import { messages, PGlite } from "@electric-sql/pglite";
import { pgcrypto } from "@electric-sql/pglite/contrib/pgcrypto";
import { uuid_ossp } from "@electric-sql/pglite/contrib/uuid_ossp";
import { BugError } from "../core/errors.ts";
import type { SqlErrorFields } from "./database-errors.ts";
import type { QueryResult, WorkerReply, WorkerRequest } from "./worker-protocol.ts";

const extensions = { pgcrypto, uuid_ossp };

/** As hosted projects set it for `postgres`. */
const searchPath = 'search_path="$user",public,extensions';
const startParams = PGlite.defaultStartParams.map((parameter) =>
  parameter === "search_path=public" ? searchPath : parameter,
);

const noRows: QueryResult = { rows: [], affectedRows: 0 };

/** Hands out the bytes it was made of: a plain Blob takes 0.3 s to give 40 MB back. */
class WholeBlob extends Blob {
  readonly #bytes: ArrayBuffer;

  constructor(bytes: ArrayBuffer) {
    super([], { type: "application/x-tar" });
    this.#bytes = bytes;
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes);
  }
}

async function load(snapshot: Uint8Array, moreExtensions: boolean): Promise<PGlite> {
  const more = moreExtensions ? await import("./more-extensions.ts") : null;
  const engine = await PGlite.create({
    extensions: { ...extensions, ...more?.moreExtensions },
    startParams,
    // The engine reads the whole buffer, so it must end where the archive ends.
    loadDataDir: new WholeBlob(snapshot.slice().buffer),
  });
  // The engine always starts as initdb's superuser; a project's own SQL runs as postgres.
  await engine.exec("set session authorization postgres");
  return engine;
}

async function build(prelude: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const engine = await PGlite.create({ extensions });
  for (const script of prelude) await engine.exec(script);
  const dump = await engine.dumpDataDir("none");
  return new Uint8Array(await dump.arrayBuffer());
}

function sqlErrorFields(error: messages.DatabaseError): SqlErrorFields {
  const position = Number(error.position ?? 0);
  return {
    message: error.message,
    code: error.code ?? "XX000",
    detail: error.detail ?? null,
    hint: error.hint ?? null,
    position: position > 0 ? position : null,
    where: error.where ?? null,
    constraint: error.constraint ?? null,
    table: error.table ?? null,
  };
}

/** Answers requests on the parent's port until the parent ends the thread. */
function serve(port: MessagePort): void {
  let engine: PGlite | null = null;

  async function answer(request: WorkerRequest): Promise<WorkerReply> {
    if (request.kind === "build") {
      return { kind: "built", snapshot: await build(request.prelude) };
    }
    if (request.kind === "load") {
      engine = await load(request.snapshot, request.moreExtensions);
      return { kind: "done", result: noRows };
    }
    if (engine === null) throw new BugError("The database worker was asked before it had booted.");
    if (request.kind === "execute") {
      await engine.exec(request.sql);
      return { kind: "done", result: noRows };
    }
    const found = await engine.query<Record<string, unknown>>(request.sql, [...request.params]);
    return { kind: "done", result: { rows: found.rows, affectedRows: found.affectedRows ?? 0 } };
  }

  port.on("message", (request: WorkerRequest) => {
    answer(request).then(
      (reply) => port.postMessage(reply),
      (error: unknown) => port.postMessage(failure(error)),
    );
  });
}

function failure(error: unknown): WorkerReply {
  if (error instanceof messages.DatabaseError) {
    return { kind: "refused", error: sqlErrorFields(error) };
  }
  return { kind: "broken", message: error instanceof Error ? error.message : String(error) };
}

if (parentPort === null)
  throw new BugError("The database worker was started outside a worker thread.");
serve(parentPort);
