import { beforeEach, describe, expect, test } from "vitest";
import { messageOf } from "@/lib/errors";
import { supabase } from "@/lib/supabase";
import { simulateBackend } from "@/test/simulated-backend";

test("answers with JSON and remembers the request", async () => {
  const backend = simulateBackend();
  backend.on("POST /rest/v1/rpc/:name", ({ params }) => ({ json: { called: params.name } }));
  const response = await fetch("/rest/v1/rpc/rename?dry=1", { method: "POST", body: '{"to":"x"}' });
  expect(await response.json()).toEqual({ called: "rename" });
  const [request] = backend.requestsTo("POST /rest/v1/rpc/:name");
  expect(request?.body).toEqual({ to: "x" });
  expect(request?.query.get("dry")).toBe("1");
});

test("the latest answer counts, with status and headers", async () => {
  const backend = simulateBackend();
  backend.on("GET /storage/v1/*", "first");
  backend.on("GET /storage/v1/*", { json: [], status: 206, headers: { "content-range": "0-0/9" } });
  const response = await fetch("/storage/v1/object/public/x.png");
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe("0-0/9");
});

test("is signed in without a network, and out again afterwards", async () => {
  const backend = simulateBackend();
  const user = await backend.signIn({ username: "aiko" });
  const { data } = await supabase.auth.getSession();
  expect(data.session?.user.id).toBe(user.id);
  expect(backend.requests.every(({ path }) => path.startsWith("/auth/v1/"))).toBe(true);
});

test("starts signed out", async () => {
  simulateBackend();
  const { data } = await supabase.auth.getSession();
  expect(data.session).toBeNull();
});

test("fails as without a connection", async () => {
  const backend = simulateBackend();
  backend.fails("POST /auth/v1/token");
  const { error } = await supabase.auth.signInWithPassword({
    email: "a@example.com",
    password: "secret",
  });
  expect(messageOf(error)).toMatch(/could not reach the server/);
});

test.fails("a request that nothing answers fails the test", async () => {
  simulateBackend();
  await expect(fetch("/rest/v1/unknown")).rejects.toThrow("no answer for GET /rest/v1/unknown");
});

describe("made before each test", () => {
  let backend: ReturnType<typeof simulateBackend>;
  beforeEach(() => {
    backend = simulateBackend();
  });

  test.each([1, 2])("starts empty, time %i", async () => {
    backend.on("GET /rest/v1/things", []);
    await fetch("/rest/v1/things");
    expect(backend.requests).toHaveLength(1);
  });
});
