import type { AsyncEntry } from "@napi-rs/keyring";
import type { KeyringMessage, KeyringReply, KeyringRequest } from "./keyring-message.ts";

process.once("message", (request: KeyringRequest) => {
  void answer(request).then((reply) => process.send?.(reply, () => process.disconnect()));
});

async function answer({ accounts, action }: KeyringRequest): Promise<KeyringReply> {
  let Entry: typeof AsyncEntry;
  try {
    ({ AsyncEntry: Entry } = await import("@napi-rs/keyring"));
  } catch (error) {
    return { kind: "none", reason: `its module does not load on this system: ${said(error)}` };
  }
  try {
    // Without this the kernel's own keyring would answer on Linux, which forgets at the next start of the machine.
    const options = { linux: { store: "secret-service" } } as const;
    const entries = accounts.map((account) => new Entry("megamind", account, options));
    process.send?.({ kind: "connected" } satisfies KeyringMessage);
    return await act(entries, action);
  } catch (error) {
    const reason = said(error);
    return { kind: isNobody(reason) ? "none" : "refused", reason };
  }
}

async function act(
  entries: readonly AsyncEntry[],
  action: KeyringRequest["action"],
): Promise<KeyringReply> {
  if (action.kind === "remove") {
    return { kind: "removed", wasThere: await inOrder(entries, (one) => one.deleteCredential()) };
  }
  if (action.kind === "set") await inOrder(entries, (one) => one.setPassword(action.key));
  return { kind: "keys", keys: await inOrder(entries, (one) => one.getPassword()) };
}

/** One after the other: each may ask a person to unlock the keyring. */
async function inOrder<Value>(
  entries: readonly AsyncEntry[],
  ask: (entry: AsyncEntry) => Promise<Value>,
): Promise<readonly Value[]> {
  const values: Value[] = [];
  for (const entry of entries) values.push(await ask(entry));
  return values;
}

/** No bus, no service on it, or a Windows session without a store: there is no keyring to be unlocked. */
function isNobody(reason: string): boolean {
  return /D-?Bus error|logon session does not exist/i.test(reason);
}

function said(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return first.slice(0, 200);
}
