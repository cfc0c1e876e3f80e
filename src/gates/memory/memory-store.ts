import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** Most results that are kept; beyond it the quarter that was used least recently is dropped. */
const mostEntries = 8_000;
/** A result that is longer is not kept. */
const mostBytes = 64_000;

interface StoreOptions {
  /** Absolute path of the folder for results; it is made when the first one is kept. */
  readonly folder: string;
  /** Called with the file of a result that is damaged or not ours, and what is wrong with it. */
  readonly onIgnored: (file: string, reason: string) => void;
  /** Default: 8,000. */
  readonly mostEntries?: number;
}

const entrySchema = z.object({ key: z.string(), sum: z.string(), value: z.unknown() });

/**
 * Results in files of their own, one a key, that say themselves whether they are whole. Several processes may read and
 * write at once. A folder that cannot be written to costs time, and nothing else.
 */
export class MemoryStore {
  readonly #options: StoreOptions;
  #count: number | null = null;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** What was kept under the key, or null. */
  async read(key: string): Promise<unknown> {
    const file = this.#fileOf(key);
    const text = await readFile(file, "utf8").catch(() => null);
    if (text === null) return null;
    const entry = parseEntry(text);
    const reason =
      entry === null
        ? "it cannot be read"
        : entry.key !== key
          ? "it belongs to something else"
          : entry.sum !== sumOf(entry.value)
            ? "its content was changed"
            : null;
    if (entry === null || reason !== null) {
      this.#options.onIgnored(file, reason ?? "it cannot be read");
      return null;
    }
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    return entry.value;
  }

  async write(key: string, value: unknown): Promise<void> {
    const text = JSON.stringify({ key, sum: sumOf(value), value });
    if (text.length > mostBytes) return;
    const file = this.#fileOf(key);
    const draft = `${file}.${randomUUID()}.tmp`;
    try {
      await mkdir(this.#options.folder, { recursive: true });
      await writeFile(draft, text, { flag: "wx" });
      await rename(draft, file);
      await this.#makeRoom();
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  #fileOf(key: string): string {
    return join(this.#options.folder, `${key}.json`);
  }

  async #makeRoom(): Promise<void> {
    const { folder, mostEntries: most = mostEntries } = this.#options;
    this.#count = (this.#count ?? (await readdir(folder)).length - 1) + 1;
    if (this.#count <= most) return;
    const names = await readdir(folder);
    const ages = await Promise.all(
      names.map(async (name) => ({
        file: join(folder, name),
        used: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
      })),
    );
    const oldest = ages.toSorted((left, right) => left.used - right.used);
    const dropped = oldest.slice(0, names.length - Math.floor((most * 3) / 4));
    await Promise.all(dropped.map(({ file }) => rm(file, { force: true })));
    this.#count = names.length - dropped.length;
  }
}

function parseEntry(text: string): z.infer<typeof entrySchema> | null {
  try {
    return entrySchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function sumOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
