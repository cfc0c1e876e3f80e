import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { modelEnvironment } from "../support/model-environment.ts";
import { runCli } from "../support/run-cli.ts";
import { simulatedSecretTool } from "../support/simulated-secret-tool.ts";

const key = "sk-simulated-0123456789abcdWXYZ";
const otherKey = "sk-simulated-0123456789abcdQRST";
const isLinux = process.platform === "linux";

async function start() {
  const tool = await simulatedSecretTool();
  const own = await modelEnvironment();
  const folder = own["MEGAMIND_CONFIG_FOLDER"] ?? "";
  const env = { ...own, ...tool.env };
  const run = (args: readonly string[], more: { env?: Record<string, string>; stdin?: string }) =>
    runCli(args, { ...more, env: { ...env, ...more.env } });
  return {
    tool,
    folder,
    set: (provider: string, stdin: string, more: Record<string, string> = {}) =>
      run(["credentials", "set", provider], { stdin, env: more }),
    list: async (more: Record<string, string> = {}) =>
      (await run(["credentials", "list"], { env: more })).stdout,
    remove: (provider: string) => run(["credentials", "remove", provider], {}),
    models: () => run(["models"], {}),
  };
}

describe.runIf(isLinux)("a simulated keyring", () => {
  test("takes the key from stdin and not as an argument; it is listed, used and removed", async () => {
    const { tool, folder, set, list, remove, models } = await start();
    const stored = await set("anthropic", key);
    expect([stored.exitCode, stored.stdout]).toEqual([
      0,
      "The key of anthropic is stored in the keyring of this session.\n",
    ]);
    expect(await readdir(folder)).toEqual([]);
    expect(await tool.calls()).toContain("store --label=Mega Mind: key of anthropic");
    expect(await tool.calls()).not.toContain("0123456789");
    expect(await list()).toMatch(
      /^anthropic +stored, ends in WXYZ\n[\s\S]*\nStored in the keyring of this session\n$/,
    );
    expect((await models()).stdout).toMatch(/anthropic +https.* +stored key/);
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
    expect(await list(off)).toMatch(/^anthropic +none$/m);
    await remove("openai");
    expect(await list(off)).toMatch(/^openai +none$/m);
  });

  test.each([
    "secret-tool: Cannot autolaunch D-Bus without X11 $DISPLAY",
    "secret-tool: The name org.freedesktop.secrets was not provided by any .service files",
  ])("when there is none (%s) the file is used", async (says) => {
    const { tool, folder, set, list } = await start();
    await tool.fail(says);
    expect((await set("anthropic", key)).exitCode).toBe(0);
    expect(await readdir(folder)).toEqual(["credentials.json"]);
    expect(await list()).toContain(`Stored in ${join(folder, "credentials.json")}`);
  });

  test("that stays locked is named, with what to do", async () => {
    const { tool, models } = await start();
    await tool.fail("secret-tool: The prompt was dismissed");
    const { exitCode, stderr } = await models();
    expect(exitCode).toBe(5);
    expect(stderr).toContain("cannot be used: secret-tool: The prompt was dismissed");
    expect(stderr).toContain("MEGAMIND_KEYRING=off");
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

const needed = ["dbus-run-session", "gnome-keyring-daemon", "secret-tool"];
const isThere = isLinux && (await Promise.all(needed.map(isInstalled))).every(Boolean);

test.runIf(isThere)("the Secret Service of this machine, in a session of its own", async () => {
  const env = { ...process.env, ...(await modelEnvironment()) };
  const home = env["MEGAMIND_CONFIG_FOLDER"] ?? "";
  const main = join(import.meta.dirname, "..", "..", "bin", "megamind.js");
  const { stdout } = await promisify(execFile)(
    "dbus-run-session",
    ["--", "sh", "-c", realService, "sh", process.execPath, main, key],
    { env: { ...env, HOME: home, XDG_RUNTIME_DIR: home } },
  );
  expect(stdout).toContain("The key of anthropic is stored in the keyring of this session.");
  expect(stdout).toMatch(/anthropic +stored, ends in WXYZ/);
  expect(stdout).toContain("The key of anthropic is removed.");
  expect(stdout).toContain("Nothing is stored in the keyring of this session");
});
