import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test, vi } from "vitest";
import { reportError } from "../../src/cli/output/report-error.ts";
import { shellText } from "../../src/cli/output/shell-text.ts";
import { createProgram } from "../../src/cli/program.ts";
import { BugError, InputError } from "../../src/core/errors.ts";
import { projectRoot } from "../structure/source-files.ts";
import { runCli } from "../support/run-cli.ts";
import { runCommand } from "../support/run-command.ts";

const commands: readonly Command[] = createProgram(() => undefined).commands;

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (chunk) => (text += chunk) }).outputHelp();
  return text;
}

test.each(commands.map((command): [string, Command] => [command.name(), command]))(
  "%s has a description in the third person, examples, and a variable for every flag",
  (name, command) => {
    expect(command.description()).toMatch(/^[A-Z][a-z]+s .+\.$/);
    const examples = helpOf(command).split("Examples:")[1] ?? "";
    expect(examples.match(new RegExp(`megamind ${name}`, "g"))?.length).toBeGreaterThanOrEqual(2);
    for (const option of command.options) {
      const variable = option.long?.replace("--", "").replaceAll("-", "_").toUpperCase();
      // The variable of that name holds the name of a model, which is no order to ask it.
      const isOrder = name === "fix" && option.long === "--model";
      expect(option.envVar).toBe(isOrder ? undefined : `MEGAMIND_${variable}`);
    }
  },
);

test.each([
  [["plna", "x"], "(Did you mean plan?)"],
  [["plan", "x", "--jsno"], "(Did you mean --json?)"],
  [["plan"], "missing required argument 'request'"],
  [["plan", "a", "zoo"], "needs quotation marks"],
])("%j is a usage error that says what to do", async (args, says) => {
  const { stdout, stderr, exitCode } = await runCommand(args);
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain(says);
});

test.each([["--help"], ["--version"], ["help", "plan"]])("%s ends with 0", async (...args) => {
  expect((await runCommand(args)).exitCode).toBe(0);
});

test("the launcher runs the sources without a warning", async () => {
  const { stdout, stderr, exitCode } = await runCli(["--version"]);
  expect([stdout.trim(), stderr, exitCode]).toEqual(["0.1.0", "", 0]);
});

test("a reader that stops early changes nothing", () => {
  const launcher = join(projectRoot, "bin", "megamind.js");
  const { stdout, stderr, status } = spawnSync(
    "bash",
    [
      "-c",
      `set -o pipefail; "$0" "$1" plan "" --templates "$2" 2>&1 | head -n 1`,
      process.execPath,
      launcher,
      join(projectRoot, "none"),
    ],
    { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  );
  expect(stdout).toMatch(/^error The templates folder .*none is not there\.\n$/);
  expect([stderr, status]).toEqual(["", 2]);
});

async function reported(error: unknown) {
  let text = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { exitCode: await reportError(error), text };
  } finally {
    spy.mockRestore();
  }
}

test("an expected error shows message, findings and next steps", async () => {
  const { exitCode, text } = await reported(
    new InputError("No such zoo.", { nextSteps: ["Build one."] }),
  );
  expect(exitCode).toBe(2);
  expect(text).toContain("No such zoo.\n");
  expect(text).toContain("Build one.\n");
});

test.each([
  ["an unknown error", new TypeError("x is not a function", { cause: new Error("deep") })],
  ["a broken promise between stages", new BugError("x is not a function", { cause: "deep" })],
])("%s ends with 7 and names a report file with the stack", async (_, error) => {
  const { exitCode, text } = await reported(error);
  expect(exitCode).toBe(7);
  const file = /The details are in (.+?)\. Add/.exec(text)?.[1] ?? "";
  const report = await readFile(file, "utf8");
  expect(report).toContain("x is not a function");
  expect(report).toContain("command-line.test.ts");
  expect(report).toContain("deep");
});

test("neither the message of a bug nor its report holds a secret", async () => {
  vi.stubEnv("OPENAI_API_KEY", "simulated key 1234");
  const keyed = "sk-simulated-0123456789abcdef";
  const { text } = await reported(new BugError(`with ${keyed} and simulated key 1234`));
  vi.unstubAllEnvs();
  const report = await readFile(/The details are in (.+?)\. Add/.exec(text)?.[1] ?? "", "utf8");
  for (const shown of [text, report]) {
    expect(shown).toContain("with [redacted] and [redacted]");
    expect(shown).not.toMatch(/0123456789|1234/);
  }
});

test.each([
  ["a zoo", '"a zoo"'],
  ["Tom's zoo", `"Tom's zoo"`],
  ["5 $ & `ls`", "'5 $ & `ls`'"],
  [`Tom's "zoo"`, String.raw`'Tom'\''s "zoo"'`],
])("%s is written for a shell as %s", (text, expected) => {
  expect(shellText(text)).toBe(expected);
});
