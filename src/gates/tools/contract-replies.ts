import { z } from "zod";
import type { ContractReply, ContractRequest } from "../contracts/contract-request.ts";
import { origin, type AppBackend, type Client } from "./app-backend.ts";

/** Who asks, and what is asked. */
export interface Clients {
  /** The client of a person, or a visitor's. */
  of(person: string | null): Client;
  readonly fetch: AppBackend["fetch"];
  readonly database: AppBackend["database"];
}

/** Most rows that REST gives at once. */
const mostRows = 1_000;

/** Asks for one thing. What the app refuses is an answer; only a backend that breaks throws. */
export async function replyTo(request: ContractRequest, clients: Clients): Promise<ContractReply> {
  switch (request.kind) {
    case "select": {
      const query = clients.of(request.as).from(request.table).select("*");
      return rowsReply(await (request.key === null ? query : query.match(request.key)));
    }
    case "insert": {
      const query = clients.of(request.as).from(request.table).insert(request.values);
      return rowsReply(await (request.returning ? query.select() : query));
    }
    case "update": {
      const query = clients.of(request.as).from(request.table).update(request.values);
      return rowsReply(await query.match(request.key).select());
    }
    case "delete": {
      const query = clients.of(request.as).from(request.table).delete();
      return rowsReply(await query.match(request.key).select());
    }
    case "server":
      return serverReply(request.sql, clients);
    default:
      return fileReply(request, clients);
  }
}

const errorSchema = z.object({
  message: z.string().catch(""),
  code: z.string().optional().catch(undefined),
  statusCode: z.coerce.string().optional(),
  status: z.coerce.string().optional(),
});

const rowSchema = z.record(z.string(), z.json());

function rowsReply({ data, error }: { readonly data: unknown; readonly error: unknown }) {
  if (error !== null) return refusal(error);
  const rows = z.array(rowSchema).parse(data ?? []);
  if (rows.length >= mostRows) throw new Error(`A table has ${mostRows} rows or more.`);
  return { code: null, message: "", rows };
}

function refusal(error: unknown): ContractReply {
  const { code, message, status, statusCode } = errorSchema.parse(error);
  return { code: code ?? statusCode ?? status ?? "unknown", message, rows: [] };
}

async function serverReply(sql: string, { database }: Clients): Promise<ContractReply> {
  return database.exec(sql).then(
    () => ({ code: null, message: "", rows: [] }),
    (error: unknown) => refusal(error),
  );
}

type FileRequest = Extract<ContractRequest, { readonly bucket: string }>;

async function fileReply(request: FileRequest, clients: Clients): Promise<ContractReply> {
  const files = clients.of("as" in request ? request.as : null).storage.from(request.bucket);
  switch (request.kind) {
    case "upload": {
      const body = new Blob([new Uint8Array(request.bytes)], { type: request.type });
      const options = { contentType: request.type };
      return oneReply(await files.upload(request.path, body, options));
    }
    case "download":
      return oneReply(await files.download(request.path));
    case "open": {
      const { publicUrl } = files.getPublicUrl(request.path).data;
      const response = await clients.fetch(new Request(new URL(publicUrl, origin)));
      await response.body?.cancel();
      if (response.ok) return { code: null, message: "", rows: [{}] };
      return { code: String(response.status), message: "", rows: [] };
    }
    case "remove":
      return rowsReply(await files.remove([request.path]));
  }
}

function oneReply({ error }: { readonly error: unknown }): ContractReply {
  return error === null ? { code: null, message: "", rows: [{}] } : refusal(error);
}
