import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { modelEnvironment } from "../support/model-environment.ts";
import { runCli } from "../support/run-cli.ts";
import { runCommand } from "../support/run-command.ts";

const key = "sk-simulated-0123456789abcdWXYZ";
const otherKey = "sk-simulated-another9876543210QRST";

async function start() {
  const env = await modelEnvironment();
  const folder = env["MEGAMIND_CONFIG_FOLDER"] ?? "";
  const credentials = (args: readonly string[], more: Record<string, string> = {}) =>
    runCommand(["credentials", ...args], { ...env, ...more });
  const set = (provider: string, stdin: string) =>
    runCli(["credentials", "set", provider], { env, stdin });
  return { env, folder, file: join(folder, "credentials.json"), credentials, set };
}

test("a key is stored from stdin for its owner alone, listed by its end, used, and removed", async () => {
  const { env, folder, file, credentials, set } = await start();
  const stored = await set("anthropic", `${key}\n`);
  expect([stored.exitCode, stored.stderr]).toEqual([0, ""]);
  expect(stored.stdout).toBe(`The key of anthropic is stored in ${file}.\n`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["credentials.json"]);

  const listed = await credentials(["list"]);
  expect(listed.stdout).toMatch(/^anthropic +stored, ends in WXYZ$/m);
  expect(listed.stdout).toMatch(/^openai +none$/m);
  expect(listed.stdout).not.toContain("dWXYZ");

  const models = await runCommand(["models"], env);
  expect(models.stdout).toContain("stored key");
  expect(models.stdout).not.toContain("WXYZ");

  const removed = await credentials(["remove", "anthropic"]);
  expect([removed.exitCode, removed.stdout]).toEqual([0, "The key of anthropic is removed.\n"]);
  expect(await readFile(file, "utf8")).not.toContain("WXYZ");
  const again = await credentials(["remove", "anthropic"]);
  expect([again.exitCode, again.stdout]).toEqual([0, "No key of anthropic was stored.\n"]);
});

test("a second key leaves the first one, a new one replaces the old", async () => {
  const { file, set } = await start();
  await set("anthropic", key);
  await set("openai", key);
  await set("openai", otherKey);
  const { keys }: { keys: unknown } = JSON.parse(await readFile(file, "utf8"));
  expect(keys).toEqual({ anthropic: key, openai: otherKey });
});

test("variables of the environment win and are named", async () => {
  const { env, credentials, set } = await start();
  await set("anthropic", key);
  const own = { ANTHROPIC_API_KEY: otherKey };
  expect((await credentials(["list"], own)).stdout).toMatch(
    /^anthropic +ANTHROPIC_API_KEY, ends in QRST; stored, ends in WXYZ, not used while ANTHROPIC_API_KEY is set$/m,
  );
  const json: unknown = JSON.parse((await credentials(["list", "--json"], own)).stdout);
  expect(json).toMatchObject({
    credentials: [
      { provider: "anthropic", variable: "ANTHROPIC_API_KEY", variableEndsIn: "QRST" },
      { provider: "openai", variable: null, variableEndsIn: null, storedEndsIn: null },
      { provider: "openai-compatible", variable: null },
    ],
  });
  expect((await runCommand(["models"], { ...env, ...own })).stdout).toContain(
    "key from ANTHROPIC_API_KEY",
  );
  const removed = await credentials(["remove", "anthropic"], own);
  expect(removed.stderr).toBe("ANTHROPIC_API_KEY is set and wins over stored keys.\n");
});

test("a short key shows nothing of itself", async () => {
  const { credentials, set } = await start();
  await set("openai-compatible", "12345678");
  expect((await credentials(["list"])).stdout).toMatch(/^openai-compatible +stored$/m);
});

test.each([
  ["", "No key arrived"],
  ["  \n", "No key arrived"],
  ["sk-simulated one two", "not one key"],
  [`${key}\n${otherKey}\n`, "not one key"],
  ["sk-sim", "too short for a key: 6 characters"],
  [`sk-${"x".repeat(2000)}`, "too long for a key"],
])("%j is no key and is not repeated", async (stdin, says) => {
  const { folder, set } = await start();
  const run = await set("anthropic", stdin);
  expect([run.exitCode, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain(says);
  expect(run.stderr).not.toContain("sk-sim");
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  [["set", "anthropic", key]],
  [["set", "anthropic", `--key=${key}`]],
  [["set", key]],
  [["remove", key]],
  [["remove", "openai", key]],
  [["list", key]],
  [[key]],
])("credentials %j: a key in the wrong place is refused and not repeated", async (args) => {
  const { folder, credentials } = await start();
  const { exitCode, stdout, stderr } = await credentials(args);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).not.toContain("0123456789");
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ["antropic", "anthropic"],
  ["openai-responses", "uses the key of openai"],
])("the provider %s is refused with what to do", async (provider, says) => {
  const { exitCode, stderr } = await (await start()).credentials(["remove", provider]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(says);
});

test("keys that others can read are refused until that is mended", async () => {
  const { file, credentials, set } = await start();
  await set("anthropic", key);
  await chmod(file, 0o644);
  const refused = await credentials(["list", "--json"]);
  expect(refused.exitCode).toBe(2);
  const said: unknown = JSON.parse(refused.stdout);
  expect(said).toMatchObject({
    error: expect.stringContaining("has mode 0644"),
    nextSteps: [`Run: chmod 600 ${file}`],
  });
  await chmod(file, 0o600);
  expect((await credentials(["list"])).exitCode).toBe(0);
});

test.each([`{"version":1,"keys":{"anthropic":"${key}"`, `{"keys":"${key}"}`, key])(
  "a damaged file is named and not repeated",
  async (text) => {
    const { env, file, credentials, set } = await start();
    await writeFile(file, text, { mode: 0o600 });
    const runs = [
      await credentials(["list"]),
      await set("openai", otherKey),
      await runCommand(["models"], env),
    ];
    for (const { exitCode, stdout, stderr } of runs) {
      expect(exitCode).toBe(2);
      expect(stdout + stderr).toContain(`damaged: ${file}`);
      expect(stdout + stderr).not.toContain("sk-sim");
    }
    expect(await readFile(file, "utf8")).toBe(text);
  },
);

test("a folder that cannot be made is named with what to do", async () => {
  const { folder, env } = await start();
  await writeFile(join(folder, "file"), "");
  const args = ["credentials", "set", "openai", "--config-folder", join(folder, "file", "x")];
  const { exitCode, stderr } = await runCli(args, { env, stdin: key });
  expect(exitCode).toBe(5);
  expect(stderr).toContain("--config-folder");
  expect(stderr).not.toContain(key);
});
