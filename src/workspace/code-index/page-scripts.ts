import { posix } from "node:path";
import { quotedTexts } from "./code-file.ts";
import type { CodeIndex } from "./code-index.ts";

/** Code that the pages of a project load: what runs in browsers starts with it. */
export async function pageScripts(index: CodeIndex): Promise<readonly string[]> {
  const pages = index.files.filter((path) => path.endsWith(".html"));
  const found = await Promise.all(
    pages.map(async (page) => {
      const folder = posix.dirname(page);
      return [...quotedTexts(await index.text(page))].flatMap((name) => [
        name.replace(/^\//, ""),
        posix.join(folder, name),
      ]);
    }),
  );
  return [...new Set(found.flat())].filter((path) => index.code.has(path));
}
