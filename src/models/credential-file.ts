import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InputError, UnavailableError } from "../core/errors.ts";
import {
  credentialNames,
  type Credentials,
  type StoredKey,
  type CredentialStore,
} from "./credentials.ts";

const storedSchema = z.strictObject({
  version: z.literal(1),
  keys: z.partialRecord(z.enum(credentialNames), z.string().min(1)),
});

/** A file of keys. Its functions throw as those of `CredentialStore` do. */
interface CredentialFile extends Pick<CredentialStore, "set" | "remove"> {
  /** Absolute path of the file; need not exist. */
  readonly place: string;
  list(): Promise<readonly StoredKey[]>;
}

/** Keys in a file that only its owner may read. @param folder the user's configuration folder, made when needed. */
export function createCredentialFile(folder: string): CredentialFile {
  const file = join(folder, "credentials.json");

  async function read(): Promise<Credentials> {
    let text: string;
    try {
      await refuseOpenFile(file);
      text = await readFile(file, "utf8");
    } catch (error) {
      if (isMissing(error)) return {};
      if (error instanceof InputError) throw error;
      throw new InputError(`The stored keys cannot be read: ${messageOf(error)}`);
    }
    // What a parser says about a file that it cannot read repeats a part of it.
    const stored = storedSchema.safeParse(parsed(text));
    if (stored.success) return stored.data.keys;
    throw new InputError(`The file of stored keys is damaged: ${file}.`, {
      nextSteps: ["Remove it, then store the keys again with: megamind credentials set <provider>"],
    });
  }

  async function write(keys: Credentials): Promise<void> {
    const draft = join(folder, `.credentials.${randomUUID()}.tmp`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const handle = await open(draft, "wx", 0o600);
      try {
        await handle.writeFile(`${JSON.stringify({ version: 1, keys }, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, file);
    } catch (error) {
      // What is left of the draft holds keys; the first error is the one to tell.
      await rm(draft, { force: true }).catch(() => undefined);
      throw new UnavailableError(`The keys cannot be stored: ${messageOf(error)}`, {
        nextSteps: ["Name a folder that you may write to with --config-folder."],
      });
    }
  }

  return {
    place: file,
    async list() {
      const keys = await read();
      return credentialNames.flatMap((name) => {
        const key = keys[name];
        return key === undefined ? [] : [{ name, key, place: file }];
      });
    },
    async set(name, key) {
      await write({ ...(await read()), [name]: key });
      return file;
    },
    async remove(name) {
      const { [name]: removed, ...rest } = await read();
      if (removed === undefined) return false;
      await write(rest);
      return true;
    },
  };
}

/** Whoever else could read the file may have done so. Windows has no such bits. */
async function refuseOpenFile(file: string): Promise<void> {
  const { mode } = await stat(file);
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  throw new InputError(`Others may read the stored keys: ${file} has mode ${octal(mode)}.`, {
    nextSteps: [`Run: chmod 600 ${file}`],
  });
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, "0");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code))
  );
}
