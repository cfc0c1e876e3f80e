import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { compareText } from "../../core/compare-text.ts";
import { FileHashes } from "../../workspace/file-hashes.ts";

/** SHA-256 of the names and contents of all files below a folder; the same for a missing and an empty one. */
export async function hashOfFolder(folder: string): Promise<string> {
  const hashes = new FileHashes();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory());
  const lines = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name);
      return `${relative(folder, file)} ${await hashes.hashOf(file)}`;
    }),
  );
  return createHash("sha256").update(lines.toSorted(compareText).join("\n")).digest("hex");
}
