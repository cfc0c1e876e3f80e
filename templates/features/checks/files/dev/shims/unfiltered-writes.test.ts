import { expect, test } from "vitest";
import { unfilteredWrites } from "./unfiltered-writes.ts";

async function statusOf(method: string, path: string): Promise<number> {
  const request = new Request(`http://localhost${path}`, { method });
  return (await unfilteredWrites(request, async () => new Response())).status;
}

test.each([
  ["DELETE", "/rest/v1/things"],
  ["PATCH", "/rest/v1/things?select=id&columns=name"],
])("%s %s is refused, as it would reach every row", async (method, path) => {
  expect(await statusOf(method, path)).toBe(400);
});

test.each([
  ["DELETE", "/rest/v1/things?id=eq.1"],
  ["PATCH", "/rest/v1/things?or=(id.eq.1,id.eq.2)"],
  ["GET", "/rest/v1/things"],
  ["POST", "/rest/v1/things"],
  ["DELETE", "/storage/v1/object/clips"],
])("%s %s passes", async (method, path) => {
  expect(await statusOf(method, path)).toBe(200);
});
