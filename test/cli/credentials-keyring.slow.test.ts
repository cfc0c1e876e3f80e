import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { modelEnvironment } from "../support/model-environment.ts";
import { runCli } from "../support/run-cli.ts";
import { simulatedKeyring } from "../support/simulated-keyring.ts";

const key = "sk-simulated-0123456789abcdWXYZ";
const otherKey = "sk-simulated-0123456789abcdQRST";
const isLinux = process.platform === "linux";

async function start() {
  const keyring = await simulatedKeyring();
  const own = await modelEnvironment();
  const folder = own["MEGAMIND_CONFIG_FOLDER"] ?? "";
  const env = { ...own, ...keyring.env };
  const run = (args: readonly string[], more: { env?: Record<string, string>; stdin?: string }) =>
    runCli(args, { ...more, env: { ...env, ...more.env } });
  return {
    keyring,
    folder,
    set: (provider: string, stdin: string, more: Record<string, string> = {}) =>
      run(["credentials", "set", provider], { stdin, env: more }),
    list: async (more: Record<string, string> = {}) =>
      (await run(["credentials", "list"], { env: more })).stdout,
    remove: (provider: string) => run(["credentials", "remove", provider], {}),
    models: () => run(["models"], {}),
    doctor: () => run(["doctor"], {}),
  };
}

describe.runIf(isLinux)("a simulated keyring", () => {
  test("takes a key; it is listed, used and removed", async () => {
    const { keyring, folder, set, list, remove, models, doctor } = await start();
    const stored = await set("anthropic", key);
    expect([stored.exitCode, stored.stdout]).toEqual([
      0,
      "The key of anthropic is stored in the keyring of this session.\n",
    ]);
    expect([await readdir(folder), await keyring.entries()]).toEqual([[], 1]);
    expect(await list()).toMatch(
      /^anthropic +stored, ends in WXYZ\n[\s\S]*\nStored in the keyring of this session\n$/,
    );
    expect((await models()).stdout).toMatch(/anthropic +https.* +stored key/);
    expect((await doctor()).stdout).toMatch(/ok +keys +are kept in the keyring of this session/);
    expect((await remove("anthropic")).stdout).toBe("The key of anthropic is removed.\n");
    expect((await remove("anthropic")).stdout).toBe("No key of anthropic was stored.\n");
    expect(await list()).toContain("Nothing is stored in the keyring of this session");
  });

  test("goes before the file, which keeps what was there, and a new key leaves no old one behind", async () => {
    const { folder, set, list, remove } = await start();
    const off = { MEGAMIND_KEYRING: "off" };
    await set("anthropic", otherKey, off);
    await set("openai", otherKey, off);
    expect(await readdir(folder)).toEqual(["credentials.json"]);
    await set("anthropic", key);
    const file = join(folder, "credentials.json");
    expect(await list()).toMatch(
      new RegExp(
        `^anthropic +stored in the keyring of this session, ends in WXYZ\\nopenai +stored in ${file}, ends in QRST\\n`,
      ),
    );
    const inFile = await list(off);
    expect(inFile).toMatch(/^anthropic +none$/m);
    expect(inFile).toContain("No keyring is used: MEGAMIND_KEYRING is off.");
    await remove("openai");
    expect(await list(off)).toMatch(/^openai +none$/m);
  });

  test.each([
    ["load", "Cannot find native binding."],
    ["connect", "Platform failure: DBus error: Failed to connect to socket /nonexistent"],
    ["connect", "Platform failure: DBus error: The name org.freedesktop.secrets was not provided"],
  ] as const)(
    "that fails to %s (%s) is none: the file is used, and why is said",
    async (when, says) => {
      const { keyring, folder, set, list } = await start();
      await keyring.fail(when, says);
      expect((await set("anthropic", key)).exitCode).toBe(0);
      expect(await readdir(folder)).toEqual(["credentials.json"]);
      const listed = await list();
      expect(listed).toContain(`Stored in ${join(folder, "credentials.json")}`);
      expect(listed).toMatch(new RegExp(`No keyring is used: .*${says.slice(-20)}`));
    },
  );

  test("whose native code breaks is none, and doctor says so", async () => {
    const { keyring, folder, doctor } = await start();
    await keyring.become("breaks");
    const { stdout } = await doctor();
    expect(stdout).toMatch(/n\/a +keys +no keyring: its module ended with SIGABRT/);
    expect(stdout).toContain(join(folder, "credentials.json"));
  });

  test("that stays locked is named, with what to do", async () => {
    const { keyring, models, doctor } = await start();
    await keyring.fail("use", "Couldn't access platform storage: Secret Service: prompt dismissed");
    const { exitCode, stderr } = await models();
    expect(exitCode).toBe(5);
    expect(stderr).toContain(
      "The keyring of this session cannot be used: Couldn't access platform",
    );
    expect(stderr).toContain("MEGAMIND_KEYRING=off");
    expect(await doctor()).toMatchObject({ exitCode: 0 });
  });
});

const realService = `
  set -e
  printf trial | gnome-keyring-daemon --unlock --components=secrets >"$HOME/daemon" 2>&1
  megamind="$1 $2"
  printf %s "$3" | $megamind credentials set anthropic
  $megamind credentials list
  $megamind credentials remove anthropic
  $megamind credentials list
`;

async function isInstalled(name: string): Promise<boolean> {
  const found = promisify(execFile)("which", [name]);
  return found.then(
    () => true,
    () => false,
  );
}

const main = join(import.meta.dirname, "..", "..", "bin", "megamind.js");

/** In a session with a bus of its own. */
async function inSession(script: string) {
  const env = { ...process.env, ...(await modelEnvironment()) };
  const home = env["MEGAMIND_CONFIG_FOLDER"] ?? "";
  return promisify(execFile)(
    "dbus-run-session",
    ["--", "sh", "-c", script, "sh", process.execPath, main, key],
    { env: { ...env, HOME: home, XDG_RUNTIME_DIR: home } },
  );
}

const hasBus = isLinux && (await isInstalled("dbus-run-session"));

test.runIf(hasBus)("a real bus on which nobody keeps keys", async () => {
  const { stdout } = await inSession('"$1" "$2" credentials list');
  expect(stdout).toMatch(/No keyring is used: .*org\.freedesktop\.secrets/);
});

const hasService = hasBus && (await isInstalled("gnome-keyring-daemon"));

test.runIf(hasService)("the Secret Service of this machine, in a session of its own", async () => {
  const { stdout } = await inSession(realService);
  expect(stdout).toContain("The key of anthropic is stored in the keyring of this session.");
  expect(stdout).toMatch(/anthropic +stored, ends in WXYZ/);
  expect(stdout).toContain("The key of anthropic is removed.");
  expect(stdout).toContain("Nothing is stored in the keyring of this session");
});
