import { InputError } from "../core/errors.ts";
import { nearestTexts } from "../core/nearest-text.ts";

/** Whose keys we keep. The key of `openai` also serves `openai-responses`. */
export const credentialNames = ["anthropic", "openai", "openai-compatible"] as const;

export type CredentialName = (typeof credentialNames)[number];

export type Credentials = Readonly<Partial<Record<CredentialName, string>>>;

export interface StoredKey {
  readonly name: CredentialName;
  readonly key: string;
  /** Where it is kept, for people. */
  readonly place: string;
}

export interface WhereKeysGo {
  /** Where a key that is set goes, for people: "/home/ada/.config/megamind/credentials.json". */
  readonly place: string;
  /** Why that is a file; null when it is the keyring. */
  readonly noKeyring: string | null;
}

/** Where the user's keys are kept between runs: what the system has for it, or a file. */
export interface CredentialStore {
  /** @throws InputError when the store is damaged or open to others, UnavailableError when it does not answer. */
  read(): Promise<Credentials>;
  /** All stored keys, and where a new one goes. @throws as `read` does. */
  look(): Promise<WhereKeysGo & { readonly stored: readonly StoredKey[] }>;
  /** Returns where the key is kept now. @throws as `read` does, UnavailableError when it cannot be written. */
  set(name: CredentialName, key: string): Promise<string>;
  /** Whether there was one. */
  remove(name: CredentialName): Promise<boolean>;
}

/** The variable of the environment that wins over a stored key. */
export const keyVariable: Readonly<Record<CredentialName, string>> = {
  anthropic: "ANTHROPIC_API_KEY",
  openai: "OPENAI_API_KEY",
  "openai-compatible": "OPENAI_API_KEY",
};

/** @throws InputError for anything else. What was given is not repeated: it may be the key itself. */
export function readCredentialName(text: string): CredentialName {
  const name = credentialNames.find((candidate) => candidate === text);
  if (name !== undefined) return name;
  if (text === "openai-responses") {
    throw new InputError("The provider openai-responses uses the key of openai.", {
      nextSteps: ["Name openai instead."],
    });
  }
  const [near] = nearestTexts(text, { candidates: credentialNames });
  throw new InputError(
    `That is no provider with a key: allowed are ${credentialNames.join(", ")}.`,
    {
      nextSteps: near === undefined ? [] : [`Did you mean "${near}"?`],
    },
  );
}

/** Shorter values could not be taken out of texts without harm; no provider has them. */
const shortestKey = 8;
const longestKey = 1000;

/**
 * A key as it was typed or piped, without the white space around it.
 * @throws InputError when it cannot be a key. The value is never repeated.
 */
export function readKey(text: string): string {
  const key = text.trim();
  const fault =
    key === ""
      ? "No key arrived"
      : !/^[\x21-\x7e]+$/.test(key)
        ? "What arrived is not one key: it has white space or other letters than ASCII inside"
        : key.length < shortestKey
          ? `What arrived is too short for a key: ${key.length} characters`
          : key.length > longestKey
            ? `What arrived is too long for a key: ${key.length} characters`
            : null;
  if (fault === null) return key;
  throw new InputError(`${fault}. Nothing was changed.`, {
    nextSteps: [
      "Type the key at the prompt, or pipe it: megamind credentials set <provider> < key.txt",
    ],
  });
}

/** The end of a key, to tell two apart: 4 characters at most, and none of a short one. */
export function keyEnd(key: string): string {
  return key.length < 16 ? "" : key.slice(-4);
}
