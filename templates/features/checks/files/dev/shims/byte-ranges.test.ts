import { expect, test } from "vitest";
import { byteRanges, parseRange, requestedRange } from "./byte-ranges.ts";

test.each([
  ["bytes=0-99", { start: 0, end: 99 }],
  ["bytes=100-", { start: 100, end: 999 }],
  ["bytes=-10", { start: 990, end: 999 }],
  ["bytes=-5000", { start: 0, end: 999 }],
  ["bytes=990-5000", { start: 990, end: 999 }],
  ["bytes=1000-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=9-3", null],
  ["bytes=0-1,5-6", null],
  ["bytes=-", null],
  ["lines=1-2", null],
  ["", null],
])("of 1000 bytes, %s is %o", (header, range) => {
  expect(parseRange(header, 1000)).toEqual(range);
});

/** A backend as it is behind the shim: its storage reads the range, its answer is always 200. */
async function simulatedStorage(): Promise<Response> {
  const range = requestedRange(10);
  if (range === "unsatisfiable")
    return new Response("", { headers: { "content-range": "bytes */10" } });
  if (!range) return new Response("0123456789", { headers: { etag: '"a"' } });
  const headers = { etag: '"a"', "content-range": `bytes ${range.start}-${range.end}/10` };
  return new Response("0123456789".slice(range.start, range.end + 1), { headers });
}

function get(headers: Record<string, string>): Promise<Response> {
  const url = "http://localhost/storage/v1/object/public/clips/a.mp4";
  return byteRanges(new Request(url, { headers }), simulatedStorage);
}

test("a part is answered with 206", async () => {
  const response = await get({ range: "bytes=2-4" });
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe("bytes 2-4/10");
  expect(await response.text()).toBe("234");
});

test("a part that is not there is answered with 416", async () => {
  const response = await get({ range: "bytes=10-" });
  expect(response.status).toBe(416);
  expect(response.headers.get("content-range")).toBe("bytes */10");
});

test("without a range, or for an older version of the file, all of it is sent", async () => {
  expect(await (await get({})).text()).toBe("0123456789");
  const response = await get({ range: "bytes=2-4", "if-range": '"b"' });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("0123456789");
});
