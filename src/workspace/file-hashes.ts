import { createHash } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";

interface Hashed {
  /** Changes with every write, also one that puts size and time of change back. */
  readonly stamp: string;
  readonly hash: string;
}

/** What stands for a file that is not there. */
const missing = "missing";

/** Hashes files; one that was not written since it was hashed last is not read again. */
export class FileHashes {
  readonly #known = new Map<string, Hashed>();

  /** SHA-256 of a file's content, or a word of its own for one that is not there or cannot be read. */
  async hashOf(file: string): Promise<string> {
    const stamp = await stampOf(file);
    if (stamp === null) return missing;
    const known = this.#known.get(file);
    if (known?.stamp === stamp) return known.hash;
    const content = await readFile(file).catch(() => null);
    if (content === null) return missing;
    const hash = createHash("sha256").update(content).digest("hex");
    this.#known.set(file, { stamp, hash });
    return hash;
  }
}

async function stampOf(file: string): Promise<string | null> {
  const stats = await lstat(file, { bigint: true }).catch(() => null);
  if (stats === null) return null;
  return [stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino].join(" ");
}
