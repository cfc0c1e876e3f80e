import { access, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { clubsDraft } from "../plan/book-club-draft.ts";
import { modelEnvironment } from "../support/model-environment.ts";
import { scriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { runCli } from "../support/run-cli.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { withoutSdks } from "../support/without-sdks.ts";

const request = "book clubs with meetings for people who read, dark and neon";

const understanding = {
  appName: "Readers",
  features: [{ id: "profiles", evidence: "people" }],
  excluded: [],
  limits: [],
  wishes: [
    {
      title: "Book clubs",
      summary: "People found book clubs, join them and agree on meetings.",
      evidence: "book clubs with meetings",
    },
  ],
  look: { wish: "dark and neon", evidence: "dark and neon" },
  changes: [],
  questions: [{ question: "May anybody join a club?", assumed: "Yes." }],
  notUnderstood: [],
};

const adaptations = {
  values: [
    { feature: "app-shell", parameter: "colourScheme", value: "dark", evidence: "dark and neon" },
  ],
  unmet: [],
};

function answerTo(promptText: string): unknown {
  if (promptText.includes("Say what a request asks for")) return understanding;
  return promptText.includes("Set the parameters of an app") ? adaptations : clubsDraft();
}

/** A simulated model; a reply costs 0.3 cents. It understands the request, designs one feature for it and gives it its look. */
const server = await startModelServer({
  respond: ({ promptText }) => {
    const text = JSON.stringify(answerTo(promptText));
    const usage = { input: 1000, cacheRead: 0, cacheWrite: 0, output: 200, reasoning: 0 };
    return scriptedReply({ text, usage });
  },
});
afterAll(() => server.close());

const openaiKey = "sk-simulated-openai-0123456789abcdef";
const anthropicKey = "sk-ant-simulated-0123456789abcdef";
type Env = Readonly<Record<string, string>>;

interface Providers {
  /** Scenario of a server that speaks OpenAI's protocol; its model is "m". */
  readonly openai?: string;
  readonly anthropic?: string;
}

async function environment({ openai, anthropic }: Providers): Promise<Env> {
  const env: Env = await modelEnvironment();
  await writeFile(
    join(env["MEGAMIND_CONFIG_FOLDER"] ?? "", "settings.yaml"),
    "prices:\n  m: { input: 1, output: 10 }\n  second: { input: 1, output: 10 }\n",
  );
  return {
    ...env,
    MEGAMIND_CACHE_FOLDER: await temporaryFolder(),
    ...(openai === undefined
      ? {}
      : {
          OPENAI_BASE_URL: `${server.url(openai)}/v1`,
          OPENAI_API_KEY: openaiKey,
          MEGAMIND_MODEL: "m",
        }),
    ...(anthropic === undefined
      ? {}
      : { ANTHROPIC_BASE_URL: server.url(anthropic), ANTHROPIC_API_KEY: anthropicKey }),
  };
}

/** Runs the command and looks for keys in all it prints. `sent`: requests that arrived meanwhile. */
async function megamind(args: readonly string[], env: Env) {
  const before = server.requests.length;
  const run = await runCommand(args, env);
  expect(run.stdout + run.stderr).not.toMatch(/0123456789abcdef/);
  return { ...run, sent: server.requests.length - before };
}

/** As far as a build comes that nobody lets begin: planning, and what ends it. */
async function build(env: Env, args: readonly string[] = []) {
  const out = join(await temporaryFolder(), "app");
  const run = await megamind(["build", request, "--out", out, "--yes", ...args], env);
  await expect(access(out)).rejects.toThrow("ENOENT");
  return run;
}

test("a request is understood and what the catalog lacks is designed; the second run asks nobody", async () => {
  const env = await environment({ openai: "scripted" });
  const first = await megamind(["plan", request], env);
  expect([first.exitCode, first.sent]).toEqual([0, 3]);
  expect(first.stdout).toMatch(/Book clubs \(designed\) +book clubs with meetings/);
  expect(first.stdout).toMatch(/Wishes\n +Book clubs +People found book clubs/);
  expect(first.stdout).toMatch(/tables clubs, club_members, meetings\n +models: about 1 call, /);
  expect(first.stdout).toContain("May anybody join a club? Assumed: Yes.");
  expect(first.stderr).toMatch(/ok +Understanding the request +m {2}\$0\.0030 {2}\d+\.\d s\n/);
  expect(first.stderr).toMatch(/ok +Designing features +m {2}\$0\.0030 {2}\d/);
  expect(first.stderr).toMatch(/ok +Adapting look and limits +m {2}\$0\.0030 {2}\d/);
  expect(first.stdout).toMatch(/Look\n +colour scheme dark for "dark and neon"/);
  expect(first.stderr).toContain("Models  3 calls, 0 from the ledger, $0.0090 paid now");
  const again = await megamind(["plan", request], env);
  expect([again.exitCode, again.sent]).toEqual([0, 0]);
  expect(again.stdout).toBe(first.stdout);
  expect(again.stderr).toMatch(/ok +Designing features +m {2}from the ledger\n/);
  expect(again.stderr).toContain("Models  0 calls, 3 from the ledger, $0.0000 paid now");
  expect(again.stderr).toContain("all replies of this app: $0.0090");
});

test("a plan as JSON is all there is on stdout, the same bytes each time", async () => {
  const env = await environment({ openai: "scripted" });
  const first = await megamind(["plan", request, "--json"], env);
  const plan: {
    readonly brief: unknown;
    readonly phases: readonly { readonly estimate?: unknown }[];
  } = JSON.parse(first.stdout);
  expect(plan.brief).toMatchObject({
    appName: "Readers",
    features: [{ id: "profiles" }, { id: "book-clubs", evidence: "book clubs with meetings" }],
    wishes: understanding.wishes,
    questions: [{ question: "May anybody join a club?", assumed: "Yes.", answer: null }],
  });
  expect(plan.phases.at(-1)?.estimate).toMatchObject({ calls: 1, usd: expect.any(Number) });
  expect(plan.phases[0]).not.toHaveProperty("estimate");
  expect((await megamind(["plan", request, "--json"], env)).stdout).toBe(first.stdout);
});

test("offline nothing is asked, whatever keys there are, and the plan has the same bytes", async () => {
  const text = "TikTok clone without comments";
  const offline = await megamind(["plan", text, "--json"], await environment({}));
  const env = await environment({ openai: "scripted", anthropic: "scripted" });
  const wanted = await megamind(["plan", text, "--json", "--provider", "offline"], env);
  expect(wanted.stdout).toBe(offline.stdout);
  expect([wanted.stderr, wanted.sent]).toEqual(["", 0]);
});

test("no SDK is loaded offline, nor for replies that the ledger has", async () => {
  const env = await environment({ openai: "scripted" });
  const watched = { ...env, NODE_OPTIONS: `--import ${withoutSdks}` };
  const offline = await runCli(["plan", "TikTok clone", "--provider", "offline"], { env: watched });
  expect([offline.exitCode, offline.stderr]).toEqual([0, ""]);
  const asking = await runCli(["plan", request], { env: watched });
  expect(asking.exitCode).not.toBe(0);
  expect(asking.stderr).toContain("an SDK was loaded");
  await megamind(["plan", request], env);
  const kept = await runCli(["plan", request], { env: watched });
  expect(kept.exitCode, kept.stderr).toBe(0);
});

describe("providers that do not answer", () => {
  test.each([
    ["status-500", "server"],
    ["status-429", "rate-limit"],
    ["status-503", "overloaded"],
    ["no-headers", "timeout"],
    ["silent-body", "timeout"],
    ["stall-at-once", "timeout"],
    ["stall", "idle-timeout"],
    ["clean-cut", "cut-stream"],
    ["reset-before-headers", "network"],
    ["html-200", "malformed"],
    ["status-401", "auth"],
    ["status-404", "model-not-found"],
    ["quota", "quota"],
  ])(
    "%s: the build ends with 4 in time, says what happened and how to go on",
    async (name, kind) => {
      const env = await environment({ openai: name });
      const started = performance.now();
      const run = await build(env, ["--deadline", "1"]);
      expect(performance.now() - started).toBeLessThan(20_000);
      expect(run.exitCode).toBe(4);
      expect(run.stdout).toContain(`openai-compatible, m: ${kind}`);
      expect(run.stdout).toContain("FAIL Understanding the request");
      const calls = `${run.sent} call${run.sent === 1 ? "" : "s"}`;
      expect(run.stdout).toContain(`Models  ${calls}, 0 from the ledger, `);
      expect(run.stderr).toContain('No provider answered for "understand-request"');
      expect(run.stderr).toContain(`Calls: ${run.sent}.`);
      expect(run.stderr).toContain("run the same command again: replies that are paid are not");
    },
  );

  test.each(["status-500", "no-headers", "clean-cut", "status-401"])(
    "%s: the second provider goes on",
    async (name) => {
      const env = await environment({ openai: name, anthropic: "scripted" });
      const run = await megamind(
        ["plan", request, "--provider", "openai-compatible", "--deadline", "4"].concat(
          "--fallback",
          "anthropic/second",
        ),
        env,
      );
      expect(run.exitCode, run.stderr).toBe(0);
      expect(run.stderr).toMatch(/try +Understanding the request +openai-compatible, m: /);
      expect(run.stderr).toMatch(/ok +Understanding the request +second/);
      expect(run.stdout).toContain("Book clubs (designed)");
    },
  );

  test("what one provider declines is asked of the next one only when the settings allow it", async () => {
    const env = await environment({ openai: "refusal", anthropic: "scripted" });
    const args = ["plan", request, "--provider", "openai-compatible"];
    const both = [...args, "--fallback", "anthropic/second"];
    const stopped = await megamind(both, env);
    expect([stopped.exitCode, stopped.sent]).toEqual([2, 1]);
    expect(stopped.stderr).toContain("word the request differently");
    const settings = join(env["MEGAMIND_CONFIG_FOLDER"] ?? "", "settings.yaml");
    await writeFile(settings, `${await readFile(settings, "utf8")}refusal: next-provider\n`);
    const allowed = await megamind(both, env);
    expect(allowed.exitCode, allowed.stderr).toBe(0);
    expect(allowed.stderr).toMatch(/ok +Understanding the request +second/);
  });

  test("offline at the end goes on without models, and says so", async () => {
    const env = await environment({ openai: "status-401" });
    const args = ["plan", "TikTok clone", "--fallback", "offline"];
    const run = await megamind(args, env);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("No model answered, so the build goes on without one.");
    expect(run.stdout).toContain("No model answered, so the request was understood by the words");
    const wrong = await megamind([...args.slice(0, 3), "offline,anthropic"], env);
    expect([wrong.exitCode, wrong.sent]).toEqual([2, 0]);
    expect(wrong.stderr).toContain('Put "offline" at the end');
  });

  test("answers that stay wrong end with 4 too, and are not asked again unless recorded anew", async () => {
    const env = await environment({ openai: "wrong-json" });
    const first = await build(env);
    expect([first.exitCode, first.sent]).toEqual([4, 2]);
    expect(first.stderr).toContain("ask it anew with --record");
    expect((await build(env)).sent).toBe(0);
    expect((await build(env, ["--record"])).sent).toBe(2);
  });
});

describe("the budget", () => {
  test("a call that does not fit is not sent: 3, and the sum that is enough", async () => {
    const env = await environment({ openai: "scripted" });
    const none = await build(env, ["--budget", "0.001"]);
    expect([none.exitCode, none.sent]).toEqual([3, 0]);
    const [, forOne = ""] = /at least \$([\d.]+)/.exec(none.stderr) ?? [];
    const one = await build(env, ["--budget", forOne]);
    expect([one.exitCode, one.sent]).toEqual([3, 1]);
    expect(one.stderr).toContain("replies that are paid are not bought again");
    // The same budget stops at the same place, and nothing is bought for it.
    const again = await build(env, ["--budget", forOne]);
    expect([again.exitCode, again.sent, again.stderr]).toEqual([3, 0, one.stderr]);
    const [, forAll = ""] = /at least \$([\d.]+)/.exec(again.stderr) ?? [];
    const all = await megamind(["plan", request, "--budget", forAll], env);
    expect([all.exitCode, all.sent]).toEqual([0, 2]);
    expect(all.stderr).toContain("2 calls, 1 from the ledger, $0.0060 paid now");
  });

  test("under a budget a model without a known price is not asked", async () => {
    const env = { ...(await environment({ openai: "scripted" })), MEGAMIND_MODEL: "priceless" };
    const run = await build(env, ["--budget", "5"]);
    expect([run.exitCode, run.sent]).toEqual([2, 0]);
    expect(run.stderr).toContain("Set a price for priceless");
  });
});

describe("the ledger", () => {
  test("holds whole replies for their owner, no key and no prompt", async () => {
    const env = await environment({ openai: "scripted" });
    await megamind(["plan", request], env);
    const folder = join(env["MEGAMIND_CACHE_FOLDER"] ?? "", "ledger");
    const names = await readdir(folder);
    expect(names).toHaveLength(3);
    for (const name of names) {
      const text = await readFile(join(folder, name), "utf8");
      expect(text).not.toContain(openaiKey);
      expect(text).not.toContain("Say what a request asks for");
    }
  });

  test("--record asks although the ledger knows; --replay never asks, a miss names the task", async () => {
    const env = await environment({ openai: "scripted" });
    const miss = await build(env, ["--replay"]);
    expect([miss.exitCode, miss.sent]).toEqual([2, 0]);
    expect(miss.stderr).toContain('no reply for the task "understand-request"');
    const first = await megamind(["plan", request], env);
    const record = await megamind(["plan", request, "--record"], env);
    expect(record.sent).toBe(3);
    const replay = await megamind(["plan", request, "--replay"], env);
    expect([replay.exitCode, replay.sent, replay.stdout]).toEqual([0, 0, first.stdout]);
    const both = await megamind(["plan", request, "--record", "--replay"], env);
    expect([both.exitCode, both.sent]).toEqual([2, 0]);
  });

  test("an app is replayed from its own ledger: no key, no settings, no cache", async () => {
    const env = await environment({ openai: "scripted" });
    await megamind(["plan", request], env);
    const app = await temporaryFolder();
    await mkdir(join(app, ".megamind"));
    await cp(join(env["MEGAMIND_CACHE_FOLDER"] ?? "", "ledger"), join(app, ".megamind", "ledger"), {
      recursive: true,
    });
    // As much of an app as makes the folder ours: the build ends behind its plan.
    await writeFile(join(app, ".megamind", "plan.json"), "{}");
    const args = ["build", request, "--out", app, "--yes", "--replay"];
    const run = await megamind(args, {
      ...(await modelEnvironment()),
      MEGAMIND_CACHE_FOLDER: await temporaryFolder(),
    });
    expect(run.stdout).toMatch(/ok +Designing features +m {2}from the ledger/);
    expect(run.stdout).toContain("Book clubs (designed)");
    expect(run.sent).toBe(0);
  });

  test("an app that keeps replies is not built over by a run without models", async () => {
    const app = await temporaryFolder();
    await mkdir(join(app, ".megamind", "ledger"), { recursive: true });
    const args = ["build", "TikTok clone", "--out", app, "--yes"];
    for (const more of [[], ["--provider", "offline"]]) {
      const run = await megamind([...args, ...more], await environment({}));
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain("add --replay");
    }
  });

  test("without any ledger there is nothing to replay", async () => {
    const run = await megamind(["plan", request, "--replay"], await environment({}));
    expect([run.exitCode, run.sent]).toEqual([2, 0]);
    expect(run.stderr).toContain('no reply for the task "understand-request"');
  });
});

describe("--catalog off", () => {
  test("a model is offered the base and what makes accounts, and nothing else", async () => {
    const env = await environment({ openai: "scripted" });
    const before = server.requests.length;
    const run = await megamind(["plan", request, "--catalog", "off"], env);
    expect(run.exitCode, run.stderr).toBe(0);
    const sent = server.requests.slice(before).map(({ promptText }) => promptText);
    const [understand] = sent;
    const design = sent.find((text) => text.includes("Features that exist:"));
    expect(understand).toContain("- profiles: ");
    expect(understand).not.toContain("- comments: ");
    expect(design).toContain("Part of every app");
    expect(design).not.toContain("entity comment ");
    expect(run.stdout).toContain("Book clubs (designed)");
  });

  test("without a model it is refused", async () => {
    const run = await megamind(["plan", request, "--catalog", "off"], await environment({}));
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("megamind models");
    const unknown = await megamind(["plan", request, "--catalog", "on"], await environment({}));
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain("Allowed choices are auto, off");
  });
});

test("as events: what is asked, each try, how it ended, and what was paid until an error", async () => {
  const env = await environment({ openai: "status-401" });
  const { stdout } = await build(env, ["--json"]);
  const events = stdout.trimEnd().split("\n");
  expect(events.map((line) => JSON.parse(line))).toEqual([
    { type: "model:start", task: "understand-request", feature: null },
    expect.objectContaining({
      type: "model:attempt",
      provider: "openai-compatible",
      model: "m",
      outcome: "auth",
      usd: 0,
      calls: 1,
    }),
    expect.objectContaining({ type: "model:end", outcome: "failed", provider: null, calls: 1 }),
    expect.objectContaining({
      type: "run:error",
      exitCode: 4,
      models: expect.objectContaining({ calls: 1, fromLedger: 0, paidUsd: 0, appUsd: 0 }),
    }),
  ]);
});

test("nothing is bought for a folder that cannot be used, or a plan that nobody can approve", async () => {
  const env = await environment({ openai: "scripted" });
  const taken = await temporaryFolder();
  await writeFile(join(taken, "notes.txt"), "mine");
  const foreign = await megamind(["build", request, "--out", taken, "--yes"], env);
  expect([foreign.exitCode, foreign.sent]).toEqual([2, 0]);
  const unapproved = await megamind(["build", request], env);
  expect([unapproved.exitCode, unapproved.sent]).toEqual([2, 0]);
});

test("Ctrl-C while a model thinks ends at once with 130", async () => {
  const env = await environment({ openai: "no-headers" });
  const out = join(await temporaryFolder(), "app");
  const run = await runCli(["build", request, "--out", out, "--yes", "--json"], {
    env,
    onStdout: (stdout) => (stdout.includes("model:start") ? "interrupt" : undefined),
  });
  expect(run.exitCode, run.stderr).toBe(130);
  expect(run.stderr).toContain("Run the same command again");
  await expect(access(out)).rejects.toThrow("ENOENT");
});
