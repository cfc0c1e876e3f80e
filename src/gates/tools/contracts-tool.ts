import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  contractQuestionSchema,
  type ContractAnswer,
  type ContractQuestion,
  type ContractReply,
  type ContractRequest,
} from "../contracts/contract-request.ts";
import {
  backendModuleSchema,
  origin,
  supabaseJsSchema,
  type AppBackend,
  type Client,
} from "./app-backend.ts";
import { replyTo, type Clients } from "./contract-replies.ts";
import { importFromApp, serveTool } from "./serve-tool.ts";

serveTool(answer);

interface Held {
  readonly backend: AppBackend;
  /** Migrations that its database has, by name. */
  readonly migrations: ReadonlyMap<string, string>;
}

/** Kept from one phase to the next: a database takes longer to start than all requests to answer. */
let held: Held | null = null;

async function answer(root: string, asked: unknown): Promise<ContractAnswer> {
  const question = contractQuestionSchema.parse(asked);
  try {
    held = await backendOf(root);
    return await tell(root, { backend: held.backend, question });
  } catch (error) {
    await held?.backend.close();
    held = null;
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** Only more migrations can be added to a database: with others than it has, a new one starts. */
async function backendOf(root: string): Promise<Held> {
  const migrations = await readFolder(join(root, "supabase/migrations"));
  if (held !== null) {
    const { backend } = held;
    const isContinued = [...held.migrations].every(([name, text]) => migrations.get(name) === text);
    if (isContinued) {
      await backend.migrate();
      return { backend, migrations };
    }
    held = null;
    await backend.close();
  }
  const file = pathToFileURL(join(root, "dev/local-backend.ts")).href;
  const { startLocalBackend } = backendModuleSchema.parse(await import(file));
  const options = { root, origin, dataFolder: null, log: () => {}, isSeeded: false };
  return { backend: await startLocalBackend(options), migrations };
}

async function readFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const texts = names.map(
    async (name) => [name, await readFile(join(folder, name), "utf8")] as const,
  );
  return new Map(await Promise.all(texts));
}

interface Telling {
  readonly backend: AppBackend;
  readonly question: ContractQuestion;
}

async function tell(root: string, { backend, question }: Telling): Promise<ContractAnswer> {
  const { createClient } = supabaseJsSchema.parse(
    await importFromApp(root, "@supabase/supabase-js"),
  );
  await backend.database.exec(emptySql);
  const newClient = () =>
    createClient(origin, backend.key, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: {
        fetch: (input: string | URL | Request, init?: RequestInit) =>
          backend.fetch(new Request(input, init)),
      },
    });
  const signedUp = new Map<string, { readonly id: string; readonly client: Client }>();
  for (const person of question.people) {
    const client = newClient();
    signedUp.set(person.id, { client, id: await signUp(client, person.metadata) });
  }
  const ids = [...signedUp].map(([placeholder, { id }]) => [placeholder, id] as const);
  const clients: Clients = {
    of: (placeholder) =>
      placeholder === null ? visitor : (signedUp.get(placeholder)?.client ?? visitor),
    fetch: backend.fetch,
    database: backend.database,
  };
  const visitor = newClient();
  const replies: ContractReply[] = [];
  for (const request of question.requests) {
    const real = withIds(request, ids);
    const reply = await replyTo({ ...real, ...whoOf(request) }, clients);
    replies.push(
      withIds(
        reply,
        ids.map(([left, right]) => [right, left] as const),
      ),
    );
  }
  return { kind: "answered", replies };
}

/** Clients are found by the placeholder of their person. */
function whoOf(request: ContractRequest) {
  return "as" in request ? { as: request.as } : {};
}

function withIds<T extends object>(value: T, ids: readonly (readonly [string, string])[]): T {
  const text = ids.reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(value));
  return JSON.parse(text);
}

async function signUp(client: Client, metadata: object): Promise<string> {
  const email = `person-${randomUUID()}@example.com`;
  const credentials = { email, password: "contracts-of-the-app", options: { data: metadata } };
  const { data, error } = await client.auth.signUp(credentials);
  if (error !== null) throw new Error(`Nobody can sign up: ${error.message}`);
  if (data.user === null) throw new Error("Signing up gives no user.");
  return data.user.id;
}

/** What the last phase left. */
const emptySql = `
do $$ declare place text; begin
  for place in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public' loop
    execute 'truncate table ' || place || ' cascade';
  end loop;
end $$;
delete from storage.objects;
delete from auth.users;
`;
