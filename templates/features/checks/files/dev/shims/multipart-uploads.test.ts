import { expect, test } from "vitest";
import { multipartUploads } from "./multipart-uploads.ts";

const URL_OF_FILE = "http://localhost/storage/v1/object/clips/me/a.mp4";

async function simulatedStorage(request: Request): Promise<Response> {
  const { headers } = request;
  return Response.json({
    body: await request.text(),
    type: headers.get("content-type"),
    cache: headers.get("cache-control"),
    upsert: headers.get("x-upsert"),
  });
}

test("the file of a form becomes the body", async () => {
  const form = new FormData();
  form.append("cacheControl", "3600");
  form.append("", new File(["moving pictures"], "a.mp4", { type: "video/mp4" }));
  const headers = { "x-upsert": "true" };
  const request = new Request(URL_OF_FILE, { method: "POST", headers, body: form });
  const response = await multipartUploads(request, simulatedStorage);
  expect(await response.json()).toEqual({
    body: "moving pictures",
    type: "video/mp4",
    cache: "max-age=3600",
    upsert: "true",
  });
});

test("a form without a file is refused", async () => {
  const request = new Request(URL_OF_FILE, { method: "POST", body: new FormData() });
  expect((await multipartUploads(request, simulatedStorage)).status).toBe(400);
});

test("other requests pass as they are", async () => {
  const request = new Request(URL_OF_FILE, {
    method: "POST",
    body: "raw",
    headers: { "content-type": "video/mp4" },
  });
  expect(await (await multipartUploads(request, simulatedStorage)).json()).toMatchObject({
    body: "raw",
  });
});
