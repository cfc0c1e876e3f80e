import { z } from "zod";

interface SessionUser {
  readonly id: string;
}

interface RestAnswer {
  readonly data: unknown;
  readonly error: unknown;
}

interface Query extends PromiseLike<RestAnswer> {
  select(columns?: string): Query;
  insert(values: object): Query;
  update(values: object): Query;
  delete(): Query;
  match(key: object): Query;
}

interface Files {
  upload(path: string, body: Blob, options: object): Promise<RestAnswer>;
  download(path: string): Promise<RestAnswer>;
  remove(paths: readonly string[]): Promise<RestAnswer>;
  getPublicUrl(path: string): { readonly data: { readonly publicUrl: string } };
}

/** What of supabase-js is asked here. The app brings its own version. */
export interface Client {
  readonly auth: {
    signUp(person: object): Promise<{
      readonly data: { readonly user: SessionUser | null };
      readonly error: { readonly message: string } | null;
    }>;
  };
  readonly storage: { from(bucket: string): Files };
  from(table: string): Query;
}

interface SupabaseJs {
  createClient(url: string, key: string, options: object): Client;
}

export const supabaseJsSchema = z.custom<SupabaseJs>(
  (value) => typeof value === "object" && value !== null && "createClient" in value,
);

/** The app's local backend, as `dev/local-backend.ts` starts it. */
export interface AppBackend {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly key: string;
  readonly database: { exec(sql: string): Promise<unknown> };
  readonly migrate: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface BackendModule {
  startLocalBackend(options: object): Promise<AppBackend>;
}

export const backendModuleSchema = z.custom<BackendModule>(
  (value) => typeof value === "object" && value !== null && "startLocalBackend" in value,
);

/** Where the backend says it is served. Requests are handed to it inside this process. */
export const origin = "http://127.0.0.1:54321";
