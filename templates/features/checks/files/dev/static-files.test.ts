import { expect, test } from "vitest";
import { chooseFile } from "./static-files.ts";

test("a built file with a hash in its name may be kept for good", () => {
  expect(chooseFile("/assets/index-a1b2.js", true)).toEqual({
    path: "assets/index-a1b2.js",
    contentType: "text/javascript; charset=utf-8",
    cacheControl: "public, max-age=31536000, immutable",
  });
});

test("every path without a file is the app's own page, which is never kept", () => {
  expect(chooseFile("/u/mira", false)).toMatchObject({
    path: "index.html",
    cacheControl: "no-cache",
  });
  expect(chooseFile("/", false)).toMatchObject({ path: "index.html" });
});

test("a missing file is missing", () => {
  expect(chooseFile("/assets/gone-a1b2.js", false)).toBeNull();
});
