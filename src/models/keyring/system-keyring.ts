import { UnavailableError } from "../../core/errors.ts";
import { credentialNames, type CredentialName, type Credentials } from "../credentials.ts";
import { askKeyring } from "./ask-keyring.ts";
import type { KeyringReply, KeyringRequest } from "./keyring-message.ts";

/** What the operating system has for keys: unlocked with the user's session, readable by no other user. */
export interface Keyring {
  /** For people: "the login keychain". Empty where there is none. */
  readonly place: string;
  /** @throws UnavailableError when there is one, and it stays locked. */
  read(): Promise<KeyringContents>;
  /** Where there is no keyring nothing is kept. @throws as `read` does. */
  set(name: CredentialName, key: string): Promise<"kept" | NoKeyring>;
  /** Whether there was a key. @throws as `read` does. */
  remove(name: CredentialName): Promise<boolean>;
}

interface NoKeyring {
  /** Why keys cannot be kept in one here. */
  readonly noKeyring: string;
}

type KeyringContents = { readonly keys: Credentials } | NoKeyring;

interface KeyringOptions {
  /** Keys of different configuration folders are different keys. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: of this machine. */
  readonly platform?: NodeJS.Platform;
  /** Asks the system. Default: native code in a process of its own. */
  readonly ask?: (request: KeyringRequest) => Promise<KeyringReply>;
}

const places: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: "the keyring of this session",
  darwin: "the login keychain",
  win32: "the Windows Credential Manager",
};

/**
 * The keyring of this user, or one that says why there is none: the Secret Service of Linux desktops, macOS's login keychain,
 * Windows' Credential Manager. `MEGAMIND_KEYRING=off` passes it over. Nothing is asked before the first use.
 */
export function findKeyring({
  folder,
  env,
  platform = process.platform,
  ask = (request) => askKeyring(request, { env }),
}: KeyringOptions): Keyring {
  const place = places[platform];
  if (env["MEGAMIND_KEYRING"] === "off") return nowhere("MEGAMIND_KEYRING is off");
  if (place === undefined) return nowhere(`${platform} has none that we know`);
  if (platform === "linux" && (env["DBUS_SESSION_BUS_ADDRESS"] ?? "") === "") {
    return nowhere("this session has no D-Bus");
  }
  const accountOf = (name: CredentialName) => `${name} ${folder}`;
  return {
    place,
    async read() {
      const reply = await ask({
        accounts: credentialNames.map(accountOf),
        action: { kind: "read" },
      });
      if (reply.kind === "none") return { noKeyring: reply.reason };
      const keys = keysOf(reply, place);
      const found = credentialNames.flatMap((name, index) => {
        const key = keys[index] ?? null;
        return key === null || key === "" ? [] : [[name, key] as const];
      });
      return { keys: Object.fromEntries(found) };
    },
    async set(name, key) {
      const reply = await ask({ accounts: [accountOf(name)], action: { kind: "set", key } });
      if (reply.kind === "none") return { noKeyring: reply.reason };
      if (keysOf(reply, place)[0] !== key) throw refused(place, "it did not keep the key");
      return "kept";
    },
    async remove(name) {
      const reply = await ask({ accounts: [accountOf(name)], action: { kind: "remove" } });
      if (reply.kind === "none") return false;
      if (reply.kind === "removed") return reply.wasThere.includes(true);
      throw refused(place, reply.kind === "refused" ? reply.reason : "it gave another answer");
    },
  };
}

function nowhere(noKeyring: string): Keyring {
  return {
    place: "",
    read: () => Promise.resolve({ noKeyring }),
    set: () => Promise.resolve({ noKeyring }),
    remove: () => Promise.resolve(false),
  };
}

function keysOf(
  reply: Exclude<KeyringReply, { kind: "none" }>,
  place: string,
): readonly (string | null)[] {
  if (reply.kind === "keys") return reply.keys;
  throw refused(place, reply.kind === "refused" ? reply.reason : "it gave another answer");
}

function refused(place: string, reason: string): UnavailableError {
  return new UnavailableError(
    `${place[0]?.toUpperCase()}${place.slice(1)} cannot be used: ${reason}.`,
    {
      nextSteps: ["Unlock it, or set MEGAMIND_KEYRING=off to keep keys in a file."],
    },
  );
}
