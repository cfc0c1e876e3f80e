import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { modelEnvironment } from "../support/model-environment.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { runCli } from "../support/run-cli.ts";
import { runCommand } from "../support/run-command.ts";
import { withoutSdks } from "../support/without-sdks.ts";

const server = await startModelServer();
afterAll(() => server.close());

const openaiKey = { OPENAI_API_KEY: "sk-simulated-openai-0123456789" };
const anthropicKey = { ANTHROPIC_API_KEY: "sk-simulated-anthropic-0123456789" };

type Env = Readonly<Record<string, string>>;

async function models(args: readonly string[], more: Env = {}) {
  const env = { ...(await modelEnvironment()), ...more };
  const run = await runCommand(["models", ...args], env);
  expect(run.stdout + run.stderr).not.toContain("0123456789");
  return run;
}

async function modelsJson(args: readonly string[], more: Env = {}) {
  const { stdout, exitCode } = await models([...args, "--json"], more);
  const json: {
    readonly isOffline: boolean;
    readonly models: readonly {
      task: string | null;
      tier: string;
      provider: string;
      model: string;
      source: string;
    }[];
    readonly budgetUsd: number | null;
    readonly live: readonly { provider: string; outcome: string; nextSteps: string[] }[] | null;
  } = JSON.parse(stdout);
  const standard = json.models
    .filter(({ task, tier }) => task === null && tier === "standard")
    .map(({ provider, model }) => `${provider} ${model}`);
  return { exitCode, json, standard };
}

async function withSettings(text: string): Promise<Env> {
  const env = await modelEnvironment();
  await writeFile(join(env["MEGAMIND_CONFIG_FOLDER"] ?? "", "settings.yaml"), text);
  return env;
}

test("without a provider it says that it is offline and how to change that", async () => {
  const { stdout, exitCode } = await models(["--live"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Offline: no provider is configured");
  expect(stdout).toContain("megamind credentials set anthropic");
  expect(stdout).toContain("OPENAI_BASE_URL=http://localhost:11434/v1");
  const wanted = await models(["--provider", "offline"], anthropicKey);
  expect(wanted.stdout).toContain("Offline, as the settings say");
  const { json } = await modelsJson(["--live"]);
  expect(json).toMatchObject({ isOffline: true, providers: [], models: [], live: [] });
});

test("providers, the chain of each tier and prices with their date", async () => {
  const { stdout } = await models([], { ...anthropicKey, ...openaiKey });
  expect(stdout).toMatch(/anthropic +https:\/\/api\.anthropic\.com +key from ANTHROPIC_API_KEY/);
  expect(stdout).toMatch(
    /standard +anthropic +claude-sonnet-5-5 +2\.00 +0\.20 +10\.00 +2026-11-21\n +standard +anthropic +claude-opus-5-5 .+genai-prices \d.+\n +standard +openai +gpt-6\.1-terra/,
  );
  expect(stdout).toContain("Budget    no limit");
});

test("a price that is not known is said to be unknown", async () => {
  const env = { OPENAI_BASE_URL: "http://localhost:11434/v1" };
  const { stdout } = await models(["--model", "qwen"], env);
  expect(stdout).toMatch(/openai-compatible +http:\/\/localhost:11434\/v1 +no key/);
  expect(stdout).toMatch(/standard +openai-compatible +qwen +unknown/);
});

test("the settings file is used, variables go before it, flags before both", async () => {
  const env = {
    ...(await withSettings(
      "provider: anthropic\nmodel: claude-opus-5-5\nfallback: [openai/gpt-6-luna]\nbudget: 2.5\n" +
        "prices:\n  claude-opus-5-5: { input: 1, output: 2 }\n",
    )),
    ...anthropicKey,
    ...openaiKey,
  };
  const file = await modelsJson([], env);
  expect(file.standard).toEqual(["anthropic claude-opus-5-5", "openai gpt-6-luna"]);
  expect(file.json.budgetUsd).toBe(2.5);
  expect(file.json.models[0]).toMatchObject({
    price: { input: 1, cacheRead: 1, cacheWrite: 1, output: 2 },
    source: "user",
  });
  const variables = { ...env, MEGAMIND_MODEL: "claude-haiku-5-5", MEGAMIND_BUDGET: "1" };
  expect((await modelsJson([], variables)).standard[0]).toBe("anthropic claude-haiku-5-5");
  const flags = await modelsJson(["--model", "claude-sonnet-5-5", "--budget", "none"], variables);
  expect(flags.standard[0]).toBe("anthropic claude-sonnet-5-5");
  expect(flags.json.budgetUsd).toBe(null);
  const other = await modelsJson(["--provider", "openai"], env);
  expect(other.standard).toEqual(["openai gpt-6.1-terra", "openai gpt-6.1-sol"]);
});

test("the settings file may name a model for each tier", async () => {
  const text = "provider: anthropic\ntiers: { standard: claude-haiku-5-5 }\n";
  const env = { ...(await withSettings(text)), ...anthropicKey, ...openaiKey };
  expect((await modelsJson([], env)).standard[0]).toBe("anthropic claude-haiku-5-5");
  const other = await modelsJson(["--provider", "openai"], env);
  expect(other.standard[0]).toBe("openai gpt-6.1-terra");
});

test("the settings file may name a model or a tier for a task, and models shows it", async () => {
  const text =
    "provider: anthropic\ntasks:\n  design-features: { model: claude-fable-5-1 }\n  repair: { tier: fast }\n";
  const env = { ...(await withSettings(text)), ...anthropicKey, ...openaiKey };
  const { stdout } = await models([], env);
  expect(stdout).toMatch(
    /design-features +anthropic +claude-fable-5-1 .+\n +design-features +anthropic +claude-opus-5-5/,
  );
  expect(stdout).toMatch(/repair +anthropic +claude-haiku-5-5/);
  const task = async (args: readonly string[]) => {
    const { json } = await modelsJson(args, env);
    return json.models.filter((row) => row.task !== null).map(({ model }) => model);
  };
  expect(await task(["--provider", "openai"])).toEqual([
    "gpt-6.1-sol",
    "gpt-6.1-terra",
    "gpt-6-luna",
    "gpt-6.1-terra",
  ]);
  expect(await task(["--model", "claude-haiku-5-5"])).toEqual([
    "claude-haiku-5-5",
    "claude-haiku-5-5",
  ]);
});

test.each([
  [["--provider", "antropic"], {}, 'Did you mean "anthropic"?'],
  [["--provider", "anthropic"], {}, "megamind credentials set anthropic"],
  [["--provider", "sk-simulated-anthropic-0123456789"], {}, "[redacted]"],
  [["--provider", "openai-compatible"], {}, "OPENAI_BASE_URL"],
  [
    ["--model", "m"],
    { OPENAI_BASE_URL: "http://ada:sk-0123456789@localhost" },
    "user or a password",
  ],
  [
    ["--provider", "openai-compatible", "--model", "m"],
    { OPENAI_BASE_URL: "ftp://ada:sk-0123456789@localhost" },
    "ftp://localhost",
  ],
  [["--budget", "much"], {}, "no sum of dollars"],
  [["--budget", "-1"], {}, "no sum of dollars"],
  [["--deadline", "0"], {}, "--deadline"],
  [["--deadline", "soon"], {}, "--deadline"],
] as const)("models %j is refused with what to do", async (args, env, says) => {
  const { exitCode, stderr } = await models(args, env);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(says);
});

test.each([
  ["provider: [", "line 1"],
  ["apiKey: sk-simulated-0123456789abcdef\n", 'Unrecognized key: "apiKey"'],
  ["budget: -1\n", "budget:"],
  ["prices: { m: { input: cheap, output: 1 } }\n", "prices.m.input"],
  ["just words\n", "the file:"],
  ["tasks: { design-feature: { tier: fast } }\n", "did you mean design-features?"],
  ["tasks: { repair: { tier: huge } }\n", "tasks.repair.tier"],
  ["azure: { apiVersion: latest }\n", "azure.apiVersion"],
])("the settings %j are refused, and no value is repeated", async (text, says) => {
  const { exitCode, stderr } = await models([], await withSettings(text));
  expect(exitCode).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr).toContain("settings.yaml");
});

function addresses({ openai, anthropic }: { openai: string; anthropic?: string }): Env {
  return {
    ...openaiKey,
    OPENAI_BASE_URL: `${server.url(openai)}/v1`,
    ...(anthropic === undefined
      ? {}
      : { ...anthropicKey, ANTHROPIC_BASE_URL: server.url(anthropic) }),
  };
}

test("--live sends one tiny call to each provider and shows who answers", async () => {
  const before = server.requests.length;
  const env = addresses({ openai: "ok", anthropic: "ok" });
  const { stdout, exitCode } = await models(
    ["--live", "--provider", "anthropic", "--fallback", "openai"],
    env,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/ok +anthropic +claude-haiku-5-5 +answered in /);
  expect(stdout).toMatch(/ok +openai +gpt-6-luna +answered in /);
  const sent = server.requests.slice(before);
  expect(sent.map(({ protocol }) => protocol).toSorted()).toHaveLength(2);
  expect(sent.every(({ promptText }) => promptText.length < 100)).toBe(true);
});

test("--live: a reply that the token limit cut is a reply", async () => {
  const { json } = await modelsJson(
    ["--live", "--model", "m"],
    addresses({ openai: "truncated-text" }),
  );
  expect(json.live).toMatchObject([{ outcome: "reply" }]);
});

test.each([
  ["status-401", "auth", "Check the key"],
  ["status-404", "model-not-found", "check the model's name"],
  ["status-429", "rate-limit", "try again later"],
  ["status-500", "server", "try again later"],
  ["html-502", "server", "try again later"],
  ["clean-cut", "cut-stream", "check proxies"],
  ["html-200", "malformed", "speaks openai-chat"],
  ["quota", "quota", "add some"],
])("--live: %s is %s, asked once, with what to do; 4 when nobody answers", async (...given) => {
  const [scenario, kind, advice] = given;
  const before = server.requests.length;
  const { exitCode, json } = await modelsJson(
    ["--live", "--model", "m"],
    addresses({ openai: scenario }),
  );
  expect(exitCode).toBe(4);
  expect(json.live).toMatchObject([{ provider: "openai-compatible", outcome: kind }]);
  expect(json.live?.[0]?.nextSteps.join(" ")).toContain(advice);
  expect(server.requests.length - before).toBe(1);
});

test("--live: one of two that answers is enough, and the other one is shown", async () => {
  const args = ["--live", "--provider", "anthropic", "--fallback", "openai"];
  const { stdout, exitCode } = await models(
    args,
    addresses({ openai: "ok", anthropic: "status-401" }),
  );
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/FAIL +anthropic +claude-haiku-5-5 +auth:/);
  expect(stdout).toMatch(/ok +openai/);
});

test("--live: a provider that hangs is given up at the deadline", async () => {
  const startedAt = performance.now();
  const { exitCode, json } = await modelsJson(
    ["--live", "--model", "m", "--deadline", "0.4"],
    addresses({ openai: "no-headers" }),
  );
  expect(exitCode).toBe(4);
  expect(json.live).toMatchObject([{ outcome: "timeout" }]);
  expect(performance.now() - startedAt).toBeLessThan(12_000);
});

test("--live: Ctrl-C ends the check at once", async () => {
  const env = { ...(await modelEnvironment()), ...addresses({ openai: "no-headers" }) };
  const { exitCode, stderr } = await runCli(["models", "--live", "--model", "m"], {
    env,
    onStdout: (stdout) => (stdout.includes("Settings") ? "interrupt" : undefined),
  });
  expect([exitCode, stderr]).toEqual([130, "stopped The check was cancelled.\n"]);
});

test("--live says what the provider itself says of the limits of its models", async () => {
  const known = { id: "m", maxInput: 123_456, maxOutput: 7890 };
  const listing = await startModelServer({ models: [known] });
  try {
    const env = {
      ...anthropicKey,
      ANTHROPIC_BASE_URL: listing.url("ok"),
      ...openaiKey,
      OPENAI_BASE_URL: `${listing.url("ok")}/v1`,
    };
    const args = ["--live", "--provider", "anthropic", "--model", "m"];
    const { stdout } = await models([...args, "--fallback", "openai-compatible/m"], env);
    const limits = "prompts up to 123,456, answers up to 7,890 tokens";
    expect(stdout).toMatch(new RegExp(`anthropic +m +answered in .*; ${limits}`));
    expect(stdout).toMatch(new RegExp(`openai-compatible +m +answered in .*; ${limits}`));
  } finally {
    await listing.close();
  }
});

test("a server that is not quite compatible is understood as the settings say", async () => {
  const local = { OPENAI_BASE_URL: `${server.url("done-without-reason")}/v1`, OPENAI_API_KEY: "" };
  const args = ["--live", "--model", "m"];
  expect((await models(args, local)).stdout).toContain("cut-stream");
  const own = await withSettings("server: { sendsFinishReason: false }\n");
  expect((await models(args, { ...own, ...local })).stdout).toMatch(/m +answered in/);
  const wrong = await models(args, await withSettings("server: { streams: no }\n"));
  expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining("server: Unrecog")]);
});

test("--live: nothing is sent that the budget does not allow", async () => {
  const before = server.requests.length;
  const args = ["--live", "--model", "m", "--budget", "0.5"];
  const { exitCode, json } = await modelsJson(args, addresses({ openai: "ok" }));
  expect(exitCode).toBe(3);
  expect(json.live).toMatchObject([{ outcome: "skipped" }]);
  expect(server.requests.length).toBe(before);
});

test.each([["models"], ["credentials", "list"], ["doctor"]])(
  "megamind %s %s loads no SDK",
  async (...args) => {
    const env = { ...(await modelEnvironment()), ...openaiKey };
    const run = await runCli(args, { env: { ...env, NODE_OPTIONS: `--import ${withoutSdks}` } });
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toContain("openai");
  },
);

test("the refusal to load the SDKs works: --live loads one", async () => {
  const env = { ...(await modelEnvironment()), ...addresses({ openai: "ok" }) };
  const run = await runCli(["models", "--live", "--model", "m"], {
    env: { ...env, NODE_OPTIONS: `--import ${withoutSdks}` },
  });
  expect(run.exitCode).not.toBe(0);
  expect(run.stdout + run.stderr).toContain("an SDK was loaded");
});

test("doctor says what is missing for models, which is no error", async () => {
  const env = await modelEnvironment();
  const none = await runCommand(["doctor"], env);
  expect(none.exitCode).toBe(0);
  expect(none.stdout).toMatch(/n\/a +models +none configured.*\n.*megamind models/);
  const keyless = await runCommand(["doctor", "--provider", "anthropic"], env);
  expect(keyless.exitCode).toBe(0);
  expect(keyless.stdout).toMatch(/n\/a +models .*needs a key.*\n.*credentials set anthropic/);
  const both = await runCommand(["doctor"], { ...env, ...anthropicKey, ...openaiKey });
  expect(both.stdout).toMatch(/ok +models +anthropic, then openai/);
});
