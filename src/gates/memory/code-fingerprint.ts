import { createHash } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/compare-text.ts";

/** Our own code, as it runs: the folder of sources in a checkout, and of compiled files in a package. */
const codeFolder = join(import.meta.dirname, "..", "..");
const manifest = join(codeFolder, "..", "package.json");

/**
 * Another one for every version of our own code and of the packages that it uses, and for every kind of machine: names,
 * sizes and times of our files. What was judged by other code is judged again.
 */
export function codeFingerprint(): Promise<string> {
  // The code that runs is what was there when it was loaded.
  known ??= readFingerprint();
  return known;
}

let known: Promise<string> | null = null;

async function readFingerprint(): Promise<string> {
  const entries = await readdir(codeFolder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const lines = await Promise.all(
    [manifest, ...files.map(({ parentPath, name }) => join(parentPath, name))].map(async (path) => {
      const { size, mtimeNs } = await lstat(path, { bigint: true });
      return `${path} ${size} ${mtimeNs}`;
    }),
  );
  const machine = [process.version, process.platform, process.arch];
  const surroundings = ["TZ", "LANG", "LC_ALL"].map((name) => `${name}=${process.env[name] ?? ""}`);
  return createHash("sha256")
    .update([...machine, ...surroundings, ...lines.toSorted(compareText)].join("\n"))
    .digest("hex");
}
