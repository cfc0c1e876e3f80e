import { expect, test } from "vitest";
import { createCredentialStore } from "../../../src/models/credential-store.ts";
import { askKeyring } from "../../../src/models/keyring/ask-keyring.ts";
import type { KeyringReply, KeyringRequest } from "../../../src/models/keyring/keyring-message.ts";
import { findKeyring } from "../../../src/models/keyring/system-keyring.ts";
import { simulatedKeyring } from "../../support/simulated-keyring.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const key = "sk-simulated-0123456789abcdWXYZ";

/** A simulated system: entries by account; it keeps what was asked. */
function simulatedSystem() {
  const entries = new Map<string, string>();
  const requests: KeyringRequest[] = [];
  const ask = async (request: KeyringRequest): Promise<KeyringReply> => {
    requests.push(request);
    const { accounts, action } = request;
    if (action.kind === "remove") {
      return { kind: "removed", wasThere: accounts.map((account) => entries.delete(account)) };
    }
    if (action.kind === "set") accounts.forEach((account) => entries.set(account, action.key));
    return { kind: "keys", keys: accounts.map((account) => entries.get(account) ?? null) };
  };
  return { ask, entries, requests };
}

test.each([
  ["darwin", "the login keychain"],
  ["win32", "the Windows Credential Manager"],
] as const)(
  "on %s keys are kept in %s; the system itself is simulated",
  async (platform, place) => {
    const { ask, entries, requests } = simulatedSystem();
    const folder = await temporaryFolder();
    const keyring = findKeyring({ folder, env: {}, platform, ask });
    const store = createCredentialStore({ folder, env: {}, keyring });
    expect(await store.set("openai", key)).toBe(place);
    expect([...entries.keys()]).toEqual([`openai ${folder}`]);
    expect(await store.look()).toEqual({
      stored: [{ name: "openai", key, place }],
      place,
      noKeyring: null,
    });
    expect([await store.remove("openai"), await store.remove("openai")]).toEqual([true, false]);
    expect(requests.map(({ action }) => action.kind)).toEqual(["set", "read", "remove", "remove"]);
  },
);

test.each([
  [{ platform: "freebsd", env: {} }, "freebsd has none that we know"],
  [{ platform: "linux", env: {} }, "this session has no D-Bus"],
  [{ platform: "darwin", env: { MEGAMIND_KEYRING: "off" } }, "MEGAMIND_KEYRING is off"],
] as const)("nothing is asked where there is none: %j", async (where, reason) => {
  const { ask, requests } = simulatedSystem();
  const folder = await temporaryFolder();
  const keyring = findKeyring({ folder, ask, ...where });
  const store = createCredentialStore({ folder, env: {}, keyring });
  expect(await store.set("openai", key)).toContain("credentials.json");
  expect(await store.look()).toMatchObject({ noKeyring: reason, stored: [{ key }] });
  expect(requests).toEqual([]);
});

test("a keyring that gives back another key than it was given is no place for keys", async () => {
  const ask = async (): Promise<KeyringReply> => ({ kind: "keys", keys: [null] });
  const keyring = findKeyring({ folder: "/none", env: {}, platform: "win32", ask });
  await expect(keyring.set("openai", key)).rejects.toThrow(
    "The Windows Credential Manager cannot be used: it did not keep the key.",
  );
});

test("a bus that takes connections and never answers is none, after a while", async () => {
  const { env, become } = await simulatedKeyring();
  await become("hangs");
  const request = { accounts: ["openai"], action: { kind: "read" } } as const;
  const reply = await askKeyring(request, { env: { ...process.env, ...env }, silenceMs: 1500 });
  expect(reply).toEqual({ kind: "none", reason: "nothing answered within 1.5 s" });
});
