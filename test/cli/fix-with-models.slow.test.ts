import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { modelEnvironment } from "../support/model-environment.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { runCommand } from "../support/run-command.ts";
import {
  scriptedBrain,
  type BrainScript,
  type FilesQuestion,
  type ScriptedFiles,
} from "../support/scripted-brain/scripted-brain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const settings = {
  compilerOptions: { strict: true, lib: ["es2024"], types: [], noUnusedLocals: true, noEmit: true },
  include: ["src"],
};

/** What no fixer is sure about, in a file and in one that imports it, beside what a fixer mends. */
const files = {
  "src/a-page.ts":
    'import { total, label } from "./money";\n\nexport const line: string = [label(total)];\n',
  "src/money.ts":
    "export const total = 1;\n\nexport function label(sum: number): string {\n  return [sum];\n}\n",
  "src/healthy.ts": "export const fine = 1;\n",
  "src/unused.ts": 'import { fine } from "./healthy";\n\nexport const one = 1;\n',
};

const mended = {
  "src/money.ts": files["src/money.ts"].replace("[sum]", "String(sum)"),
  "src/a-page.ts": files["src/a-page.ts"].replace("[label(total)]", "label(total)"),
};

async function project(): Promise<string> {
  const root = await temporaryFolder();
  const all = { "tsconfig.json": JSON.stringify(settings), ...files };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

interface Result {
  readonly before: { readonly errors: number };
  readonly after: { readonly errors: number };
  readonly fixes: readonly { code: string; file: string; fixer: string }[];
  readonly left: readonly { file: string; why: string }[];
}

const servers: ModelServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

async function fixWith(
  script: BrainScript,
  { more = [] as readonly string[], scenario = "scripted" } = {},
) {
  const brain = await scriptedBrain(script);
  const server = await startModelServer({ respond: (asked) => brain.respond(asked) });
  servers.push(server);
  const env: Readonly<Record<string, string>> = {
    ...(await modelEnvironment()),
    MEGAMIND_CACHE_FOLDER: await temporaryFolder(),
    MEGAMIND_DATA_FOLDER: await temporaryFolder(),
    OPENAI_BASE_URL: `${server.url(scenario)}/v1`,
    OPENAI_API_KEY: "sk-simulated-0123456789abcdef",
    MEGAMIND_MODEL: "m",
    STRIPE_SECRET_KEY: "a-secret-of-the-environment-1",
  };
  await writeFile(
    join(env["MEGAMIND_CONFIG_FOLDER"] ?? "", "settings.yaml"),
    "prices: { m: { input: 1, output: 10 } }\n",
  );
  const root = await project();
  const run = await runCommand(["fix", root, "--model", "--json", "--force", ...more], env);
  const result: Result = JSON.parse(run.stdout);
  const text = (path: string) => readFile(join(root, path), "utf8");
  return { ...run, result, text, asked: brain.asked, server };
}

/** The edits that make each file what it should be. */
function helps({ allowed, pages }: FilesQuestion): ScriptedFiles {
  const [path = ""] = allowed;
  const content = Object.entries(mended).find(([name]) => name === path)?.[1];
  return content === undefined || pages.get(path) === content ? {} : { files: [{ path, content }] };
}

/** The line that is wrong by another one. */
function instead(
  question: FilesQuestion,
  [search, replace]: readonly [string, string],
): ScriptedFiles {
  const [path = ""] = question.allowed;
  return question.pages.get(path)?.includes(search) === true
    ? { edits: [{ path, search, replace }] }
    : {};
}

const sum = "  return [sum];";

test("what fixers leave, a model mends: what is imported first, with nothing but what the file needs", async () => {
  const questions: FilesQuestion[] = [];
  const { result, exitCode, text, asked } = await fixWith({
    repairProject(question) {
      questions.push(question);
      return helps(question);
    },
  });
  expect([exitCode, result.after]).toEqual([0, { errors: 0 }]);
  expect(result.before).toEqual({ errors: 3 });
  expect(result.fixes).toEqual([
    { code: "TS6133", file: "src/unused.ts", fixer: "unused-code" },
    { code: "TS2322", file: "src/money.ts", fixer: "model" },
    { code: "TS2322", file: "src/a-page.ts", fixer: "model" },
  ]);
  expect(asked).toEqual(["repair-project src/money.ts", "repair-project src/a-page.ts"]);
  expect(await text("src/money.ts")).toBe(mended["src/money.ts"]);
  expect(await text("src/a-page.ts")).toBe(mended["src/a-page.ts"]);
  const [, page] = questions.map(({ prompt }) => prompt);
  expect(page).toContain("export function label(sum: number): string;");
  expect(page).toContain("TS2322");
  expect(page).not.toContain("healthy");
  expect(page).not.toContain("return String");
  expect(page).not.toContain("a-secret-of-the-environment-1");
});

test("a model that repeats itself is asked twice a file, in two ways, and nothing changes", async () => {
  const { result, exitCode, text, asked } = await fixWith({
    repairProject: ({ allowed: [path = ""], pages }) => ({
      files: [{ path, content: pages.get(path) ?? "" }],
    }),
  });
  expect([exitCode, result.after]).toEqual([1, { errors: 2 }]);
  expect(asked).toHaveLength(4);
  expect(await text("src/money.ts")).toBe(files["src/money.ts"]);
  expect(result.left.map(({ why }) => why)).toEqual([
    "a model could not mend it in 2 tries; files: nothing was changed",
    "a model could not mend it in 2 tries; files: nothing was changed",
  ]);
});

test("what makes it worse, or silences the compiler, is not taken", async () => {
  const { result, exitCode, text } = await fixWith({
    repairProject: (question) =>
      instead(question, [
        sum,
        question.earlier === 0 ? "  return [sum + missing];" : "  return sum as never;",
      ]),
  });
  expect(exitCode).toBe(1);
  expect(await text("src/money.ts")).toBe(files["src/money.ts"]);
  const why = result.left.find(({ file }) => file === "src/money.ts")?.why;
  expect(why).toMatch(/^a model could not mend it in 2 tries; files: refused. It adds .*cast/);
});

test("a package that nobody declared is not taken in", async () => {
  const { result, text } = await fixWith({
    repairProject: (question) =>
      instead(question, [
        sum,
        '  return "" + sum;\n}\n\nexport async function more() {\n  return import("left-padd");',
      ]),
  });
  expect(await text("src/money.ts")).toBe(files["src/money.ts"]);
  const why = result.left.find(({ file }) => file === "src/money.ts")?.why;
  expect(why).toContain('It imports "left-padd", which package.json does not name');
});

test("a file that was not asked about is not changed", async () => {
  const { text, result } = await fixWith({
    repairProject: () => ({ files: [{ path: "src/healthy.ts", content: "export {};\n" }] }),
  });
  expect(await text("src/healthy.ts")).toBe(files["src/healthy.ts"]);
  expect(result.left[0]?.why).toContain("outside of what this task may write");
});

test("a model that is down: what was mended is kept, and 4 says that nobody answered", async () => {
  const more = ["--deadline", "5"];
  const { result, exitCode, stderr, text } = await fixWith(
    { repairProject: helps },
    { more, scenario: "scripted+status-500" },
  );
  expect([exitCode, result.after]).toEqual([4, { errors: 1 }]);
  expect(await text("src/money.ts")).toBe(mended["src/money.ts"]);
  expect(await text("src/a-page.ts")).toBe(files["src/a-page.ts"]);
  expect(stderr).toContain("No provider answered");
});

test("the budget ends it with 3, rounds of 0 ask nobody", async () => {
  const poor = await fixWith({ repairProject: helps }, { more: ["--budget", "0.0001"] });
  expect([poor.exitCode, poor.asked.length]).toEqual([3, 0]);
  expect(poor.result.fixes).toHaveLength(1);
  const none = await fixWith({ repairProject: helps }, { more: ["--repair-rounds", "0"] });
  expect([none.exitCode, none.asked.length]).toEqual([1, 0]);
  expect(none.result.left[0]?.why).toContain("models repair nothing in this run");
});

test("--model without a model, and limits that are none, are said before anything happens", async () => {
  const root = await project();
  const env = { ...(await modelEnvironment()), MEGAMIND_CACHE_FOLDER: await temporaryFolder() };
  const nobody = await runCommand(["fix", root, "--model"], env);
  expect(nobody.exitCode).toBe(2);
  expect(nobody.stderr).toContain("megamind models");
  const wrong = await runCommand(["fix", root, "--model", "--repair-rounds", "many"], env);
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toContain('--repair-rounds cannot be "many"');
});
