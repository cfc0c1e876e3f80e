import type { User } from "@supabase/supabase-js";
import { onTestFinished } from "vitest";
import { supabase } from "@/lib/supabase";

/** A request that the code under test has sent. */
export type SimulatedRequest = {
  readonly method: string;
  readonly url: URL;
  readonly path: string;
  /** What the `:names` of the pattern stand for. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Parsed JSON, otherwise the text; null when there is none. */
  readonly body: unknown;
};

/** Status 200 and no body by default. */
export type SimulatedReply = {
  readonly json?: unknown;
  readonly text?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

type Answer = (request: SimulatedRequest) => SimulatedReply | Promise<SimulatedReply>;
/** A value to send as JSON, a `SimulatedReply`, or a function that gives one. */
type Reply = Answer | object | string | number | boolean | null;
type Route = { readonly pattern: string; readonly answer: Answer };

const REPLY_FIELDS = new Set(["json", "text", "status", "headers"]);

/**
 * Stands in for the network until the current test ends: `fetch` is answered from the table made with `on`.
 * A request that nothing answers throws where it is sent, and fails the test when it ends.
 */
export function simulateBackend() {
  const realFetch = globalThis.fetch;
  const routes: Route[] = [];
  const requests: SimulatedRequest[] = [];
  const unanswered: string[] = [];
  let isSignedIn = false;

  globalThis.fetch = async (input, init) => {
    const request = await readRequest(new Request(input, init));
    const route = routes.findLast(({ pattern }) => matchPattern(pattern, request) !== null);
    const params = route ? (matchPattern(route.pattern, request) ?? {}) : {};
    requests.push({ ...request, params });
    if (!route) {
      const name = `${request.method} ${request.path}`;
      unanswered.push(name);
      throw new Error(
        `The simulated backend has no answer for ${name}. Give it one with backend.on("${name}", ...).`,
      );
    }
    return toResponse(await route.answer({ ...request, params }));
  };

  onTestFinished(async () => {
    if (isSignedIn) await supabase.auth.signOut({ scope: "local" });
    globalThis.fetch = realFetch;
    if (unanswered.length > 0) {
      throw new Error(
        `The simulated backend was asked for what it does not know: ${unanswered.join(", ")}`,
      );
    }
  });

  const add = (pattern: string, answer: Answer) => {
    if (!/^[A-Z]+ \/[^?\s]*$/.test(pattern)) {
      throw new Error(
        `"${pattern}" is not a pattern. Write method and path, for example "GET /rest/v1/things".`,
      );
    }
    routes.push({ pattern, answer });
  };

  return {
    /** All requests so far, in order. */
    requests: requests as readonly SimulatedRequest[],
    requestsTo: (pattern: string) =>
      requests.filter((request) => matchPattern(pattern, request) !== null),
    /**
     * Answers requests for `pattern`: method and path, in which `:name` stands for one part and a final `*` for the rest.
     * An object counts as a reply of its own when it has only `json`, `text`, `status`, `headers`; any other is sent as JSON.
     * The latest `on` for a request counts.
     */
    on: (pattern: string, reply: Reply) => add(pattern, toAnswer(reply)),
    /** Requests for `pattern` fail as they do without a connection. */
    fails: (pattern: string) =>
      add(pattern, () => {
        throw new TypeError("Failed to fetch");
      }),
    /** Signs the app's client in, as after a real log-in, and answers for auth from then on. */
    signIn: async (
      person: { id?: string; email?: string; username?: string } = {},
    ): Promise<User> => {
      const user = simulatedUser(person);
      add("GET /auth/v1/user", () => ({ json: user }));
      add("POST /auth/v1/token", () => ({ json: simulatedSession(user) }));
      add("POST /auth/v1/logout", () => ({ status: 204 }));
      const { error } = await supabase.auth.setSession(simulatedSession(user));
      if (error) throw error;
      isSignedIn = true;
      return user;
    },
  };
}

async function readRequest(request: Request): Promise<Omit<SimulatedRequest, "params">> {
  const url = new URL(request.url);
  const text = await request.text();
  return {
    method: request.method,
    url,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: text === "" ? null : parseJson(text),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function matchPattern(
  pattern: string,
  request: { readonly method: string; readonly path: string },
): Record<string, string> | null {
  const [method, path = ""] = pattern.split(" ");
  if (method !== request.method) return null;
  const expected = path.split("/");
  const actual = request.path.split("/");
  const isOpen = expected.at(-1) === "*";
  if (isOpen ? actual.length < expected.length : actual.length !== expected.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of (isOpen ? expected.slice(0, -1) : expected).entries()) {
    const value = decodeURIComponent(actual[index] ?? "");
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

function toAnswer(reply: Reply): Answer {
  if (typeof reply === "function") return reply as Answer;
  return isFullReply(reply) ? () => reply : () => ({ json: reply });
}

function isFullReply(reply: unknown): reply is SimulatedReply {
  if (typeof reply !== "object" || reply === null || Array.isArray(reply)) return false;
  const names = Object.keys(reply);
  return names.length > 0 && names.every((name) => REPLY_FIELDS.has(name));
}

function toResponse({ json, text, status = 200, headers = {} }: SimulatedReply): Response {
  const body = json === undefined ? (text ?? null) : JSON.stringify(json);
  const type = json === undefined ? "text/plain" : "application/json";
  return new Response(body, {
    status,
    headers: { ...(body === null ? {} : { "content-type": type }), ...headers },
  });
}

function simulatedUser(person: { id?: string; email?: string; username?: string }): User {
  const { id = "00000000-0000-4000-8000-000000000001", username = "mira" } = person;
  return {
    id,
    email: person.email ?? `${username}@example.com`,
    aud: "authenticated",
    role: "authenticated",
    app_metadata: { provider: "email" },
    user_metadata: { username, display_name: username },
    created_at: "2026-01-01T00:00:00.000Z",
  };
}

function simulatedSession(user: User) {
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  const encode = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
  const header = encode({ alg: "HS256", typ: "JWT" });
  const claims = encode({ sub: user.id, email: user.email, role: "authenticated", exp: expiresAt });
  return {
    access_token: `${header}.${claims}.${encode("signature")}`,
    refresh_token: "simulated-refresh-token",
    token_type: "bearer" as const,
    expires_in: 3600,
    expires_at: expiresAt,
    user,
  };
}
