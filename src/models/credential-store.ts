import { createCredentialFile } from "./credential-file.ts";
import {
  credentialNames,
  type CredentialStore,
  type StoredKey,
  type WhereKeysGo,
} from "./credentials.ts";
import { findKeyring, type Keyring } from "./keyring/system-keyring.ts";

interface StoreOptions {
  /** Absolute path of the user's configuration folder; need not exist. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: that of this machine. */
  readonly keyring?: Keyring;
}

/**
 * The user's keys: in the system's keyring where there is one, else in a file that only its owner may read. A key of
 * the keyring goes before one of the file; a key that is set is in one of them only.
 */
export function createCredentialStore({
  folder,
  env,
  keyring = findKeyring({ folder, env }),
}: StoreOptions): CredentialStore {
  const file = createCredentialFile(folder);

  async function look(): Promise<WhereKeysGo & { readonly stored: readonly StoredKey[] }> {
    const [read, inFile] = await Promise.all([keyring.read(), file.list()]);
    if ("noKeyring" in read) return { stored: inFile, place: file.place, ...read };
    const own = credentialNames.flatMap((name) => {
      const key = read.keys[name];
      return key === undefined ? [] : [{ name, key, place: keyring.place }];
    });
    const others = inFile.filter(({ name }) => !own.some((other) => other.name === name));
    return { stored: [...own, ...others], place: keyring.place, noKeyring: null };
  }

  return {
    look,
    async read() {
      const { stored } = await look();
      return Object.fromEntries(stored.map(({ name, key }) => [name, key]));
    },
    async set(name, key) {
      if ((await keyring.set(name, key)) !== "kept") return file.set(name, key);
      await file.remove(name);
      return keyring.place;
    },
    async remove(name) {
      const wasInKeyring = await keyring.remove(name);
      const wasInFile = await file.remove(name);
      return wasInKeyring || wasInFile;
    },
  };
}
