/** What is asked of the keyring, in a process of its own: one request, as a message. */
export interface KeyringRequest {
  /** Names of entries, in the order in which they are wanted. */
  readonly accounts: readonly string[];
  readonly action: { readonly kind: "read" | "remove" } | KeepKey;
}

interface KeepKey {
  readonly kind: "set";
  readonly key: string;
}

export type KeyringMessage =
  /** Not the last one: somebody answers, and may now ask a person for a password. */
  { readonly kind: "connected" } | KeyringReply;

export type KeyringReply =
  /** By account, after the action; null where there is none. */
  | { readonly kind: "keys"; readonly keys: readonly (string | null)[] }
  /** Whether there was an entry, by account. */
  | { readonly kind: "removed"; readonly wasThere: readonly boolean[] }
  /** No keyring answers here. */
  | { readonly kind: "none"; readonly reason: string }
  /** There is one, and it does not do what it is asked. */
  | { readonly kind: "refused"; readonly reason: string };
