import { createCredentialFile } from "./credential-file.ts";
import {
  credentialNames,
  type CredentialName,
  type Credentials,
  type CredentialStore,
  type StoredKey,
} from "./credentials.ts";
import { findKeyring, isKeyringThere, type Keyring } from "./system-keyring.ts";

interface StoreOptions {
  /** Absolute path of the user's configuration folder; need not exist. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The user's keys: in the system's keyring where there is one, else in a file that only its owner may read. */
export function createCredentialStore({ folder, env }: StoreOptions): CredentialStore {
  const file = createCredentialFile(folder);
  const keyring = findKeyring({ folder, env });
  return keyring === null ? file : withKeyring(keyring, { file, env });
}

/** A key of the keyring goes before one of the file; a key that is set is in one of them only. */
function withKeyring(
  keyring: Keyring,
  { file, env }: Pick<StoreOptions, "env"> & { readonly file: CredentialStore },
): CredentialStore {
  async function list(): Promise<readonly StoredKey[]> {
    const [ofKeyring, ofFile] = await Promise.all([
      Promise.all(credentialNames.map((name) => found(keyring, name))),
      file.list(),
    ]);
    const own = ofKeyring.filter((stored) => stored !== null);
    return [...own, ...ofFile.filter(({ name }) => !own.some((other) => other.name === name))];
  }
  return {
    list,
    async place() {
      return (await isKeyringThere(env)) ? keyring.place : file.place();
    },
    read: async () => keysOf(await list()),
    async set(name, key) {
      if (!(await isKeyringThere(env))) return file.set(name, key);
      await keyring.set(name, key);
      await file.remove(name);
      return keyring.place;
    },
    async remove(name) {
      const before = await found(keyring, name);
      if (before !== null) await keyring.remove(name);
      const wasInFile = await file.remove(name);
      return before !== null || wasInFile;
    },
  };
}

async function found(keyring: Keyring, name: CredentialName): Promise<StoredKey | null> {
  const key = await keyring.get(name);
  return key === null ? null : { name, key, place: keyring.place };
}

function keysOf(stored: readonly StoredKey[]): Credentials {
  return Object.fromEntries(stored.map(({ name, key }) => [name, key]));
}
