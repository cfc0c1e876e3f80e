import { expect, test } from "vitest";
import { signedUrls } from "./signed-urls.ts";

/** Answers as the library does: one address at a time, with the prefix, and 400 for a missing file. */
async function simulatedStorage(request: Request): Promise<Response> {
  const path = decodeURIComponent(new URL(request.url).pathname);
  if (path.endsWith("missing.txt"))
    return Response.json({ message: "Object not found" }, { status: 400 });
  return Response.json({ signedUrl: `${path}?token=t` });
}

async function post(path: string, body: unknown): Promise<unknown> {
  const request = new Request(`http://localhost/storage/v1${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return (await signedUrls(request, simulatedStorage)).json();
}

test("the address of a file is named and written as supabase-js reads it", async () => {
  expect(await post("/object/sign/files/me/a.txt", { expiresIn: 60 })).toEqual({
    signedURL: "/object/sign/files/me/a.txt?token=t",
  });
});

test("several files are signed at once, each with its own error", async () => {
  const paths = ["me/a b.txt", "me/missing.txt"];
  expect(await post("/object/sign/files", { expiresIn: 60, paths })).toEqual([
    { path: "me/a b.txt", signedURL: "/object/sign/files/me/a b.txt?token=t", error: null },
    { path: "me/missing.txt", signedURL: null, error: expect.stringContaining("does not exist") },
  ]);
});

test("the address for an upload too", async () => {
  expect(await post("/object/upload/sign/files/me/a.txt", {})).toEqual({
    url: "/object/upload/sign/files/me/a.txt?token=t",
  });
});

test("a refusal stays a refusal", async () => {
  expect(await post("/object/sign/files/me/missing.txt", { expiresIn: 60 })).toEqual({
    message: "Object not found",
  });
});
