import { describe, expect, test } from "vitest";
import { askForFiles } from "../../src/models/ask-for-files.ts";
import { createLedger } from "../../src/models/ledger.ts";
import type { Provider } from "../../src/models/provider.ts";
import { scriptedReply, type ScriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";
import { protocolNames } from "./model-call-fixtures.ts";

type Part = (nonce: string) => Partial<ScriptedReply>;

interface FilesOptions {
  readonly allowed?: readonly string[];
  readonly protocol?: Provider["protocol"];
}

/** Runs one request for files against replies that are given in order; the last one repeats. */
async function filesFrom(
  replies: readonly Part[],
  { allowed = ["src/"], protocol = "openai-chat" }: FilesOptions = {},
) {
  const server = await startModelServer({
    respond: ({ promptText }) => {
      const nonce = /<<<end ([0-9a-f]{6})>>>/.exec(promptText)?.[1] ?? "";
      const part = replies[Math.min(server.requests.length, replies.length) - 1];
      return scriptedReply(part?.(nonce));
    },
  });
  const ledger = createLedger(await temporaryFolder());
  const client = testClient([targetAt(server.url("scripted"), { protocol })], { ledger });
  const { output: _output, tools: _tools, ...request } = modelRequest();
  try {
    const answer = await askForFiles(client, { ...request, allowed });
    const calls = server.requests.length;
    const again = await askForFiles(client, { ...request, allowed });
    expect(again.files).toEqual(answer.files);
    expect(server.requests).toHaveLength(calls);
    return { ...answer, requests: server.requests, client };
  } finally {
    await server.close();
  }
}

const file = (nonce: string, { path, body }: { readonly path: string; readonly body: string }) =>
  `<<<file ${nonce} ${path}>>>\n${body}\n<<<end ${nonce}>>>\n`;

test("whole files and edits are read, and what is said between them is not", async () => {
  const { files, edits, diagnostics } = await filesFrom([
    (nonce) => ({
      text: `Here they are.\n${file(nonce, { path: "src/a.ts", body: "export const a = 1;" })}
And a fenced one:\n${file(nonce, { path: "src/b.ts", body: "```ts\nexport const b = 2;\n```" })}
<<<edit ${nonce} src/c.ts>>>\n<<<search ${nonce}>>>\nold\n<<<replace ${nonce}>>>\nnew\n<<<end ${nonce}>>>`,
    }),
  ]);
  expect(files).toEqual([
    { path: "src/a.ts", content: "export const a = 1;\n" },
    { path: "src/b.ts", content: "export const b = 2;\n" },
  ]);
  expect(edits).toEqual([{ path: "src/c.ts", replacements: [{ search: "old", replace: "new" }] }]);
  expect(diagnostics).toEqual([]);
});

test("marks of another request inside a file are its content", async () => {
  const body = "const mark = 1;\n<<<end 000000>>>\n<<<file 000000 src/x.ts>>>";
  const { files } = await filesFrom([
    (nonce) => ({ text: file(nonce, { path: "src/a.ts", body }) }),
  ]);
  expect(files).toEqual([{ path: "src/a.ts", content: `${body}\n` }]);
});

test("a cut file goes on where it stopped, and the finished ones are kept", async () => {
  const done = (nonce: string) => file(nonce, { path: "src/done.ts", body: "done();" });
  const { files, unfinished, requests } = await filesFrom([
    (nonce) => ({
      text: `${done(nonce)}<<<file ${nonce} src/long.ts>>>\none();\ntwo();\nthree();\n\nfo`,
      stop: "truncated",
    }),
    () => ({ text: `one();\ntwo();\nthree();\nfour();\nfi`, stop: "truncated" }),
    (nonce) => ({ text: `two();\nthree();\nfour();\nfive();\n<<<end ${nonce}>>>` }),
  ]);
  expect(files).toEqual([
    { path: "src/done.ts", content: "done();\n" },
    { path: "src/long.ts", content: "one();\ntwo();\nthree();\nfour();\nfive();\n" },
  ]);
  expect(unfinished).toBeNull();
  expect(requests).toHaveLength(3);
});

describe("a connection that breaks off in the middle of a file", () => {
  const lines = ["one();", "two();", "three();", "four();", "five();", "six();", "seven();"];
  const begun = (nonce: string) =>
    `<<<file ${nonce} src/long.ts>>>\n${lines.slice(0, 6).join("\n")}\nsev`;
  const rest = (nonce: string) => `${lines.slice(3).join("\n")}\n<<<end ${nonce}>>>`;
  const whole = { path: "src/long.ts", content: `${lines.join("\n")}\n` };
  const cuts = ["cut-after-text", "reset-after-text", "stall-after-text"] as const;
  const everyWay = protocolNames.flatMap((protocol) => cuts.map((fault) => ({ protocol, fault })));

  test.each(everyWay)("$protocol, $fault: what arrived is used", async ({ protocol, fault }) => {
    const { files, unfinished, requests, client, answers } = await filesFrom(
      [(nonce) => ({ text: begun(nonce), fault }), (nonce) => ({ text: rest(nonce) })],
      { protocol },
    );
    expect({ files, unfinished }).toEqual({ files: [whole], unfinished: null });
    expect(requests).toHaveLength(2);
    expect(requests[1]?.promptText).toContain("Your answer was cut");
    expect(answers[0]?.reply).toMatchObject({ stop: "truncated", usage: { isEstimated: true } });
    const kind = fault === "stall-after-text" ? "idle-timeout" : "cut-stream";
    // The rerun of the fixture finds both parts in the ledger: what was paid is not bought again.
    expect(client.attempts.map(({ outcome }) => outcome)).toEqual([
      kind,
      "reply",
      "ledger",
      "ledger",
    ]);
    expect(client.attempts[0]?.used?.usage.output).toBeGreaterThan(15);
    expect(client.attempts[0]?.cost.usd).toBeGreaterThan(0);
  });

  test("with too little to hold on to the call is simply tried again", async () => {
    const { files, requests } = await filesFrom([
      (nonce) => ({ text: `<<<file ${nonce} src/long.ts>>>\none();`, fault: "cut-after-text" }),
      (nonce) => ({ text: file(nonce, { path: "src/long.ts", body: lines.join("\n") }) }),
    ]);
    expect(files).toEqual([whole]);
    expect(requests.map(({ body }) => body)).toEqual([requests[0]?.body, requests[0]?.body]);
  });

  test("a finished file is kept although the connection broke behind it", async () => {
    const done = (nonce: string) => file(nonce, { path: "src/done.ts", body: lines.join("\n") });
    const { files } = await filesFrom([
      (nonce) => ({ text: `${done(nonce)}<<<file ${nonce} src/b.t`, fault: "cut-after-text" }),
      (nonce) => ({
        text: `seven();\n<<<end ${nonce}>>>\n${file(nonce, { path: "src/b.ts", body: "b();" })}`,
      }),
    ]);
    expect(files.map(({ path }) => path)).toEqual(["src/done.ts", "src/b.ts"]);
  });

  test("a provider that always breaks off is left for the next one, after a bounded number of calls", async () => {
    const cutter = await startModelServer({
      respond: ({ promptText }) => {
        const nonce = /<<<end ([0-9a-f]{6})>>>/.exec(promptText)?.[1] ?? "";
        const fault = "cut-after-text" as const;
        return scriptedReply({ text: begun(nonce), fault });
      },
    });
    const second = await startModelServer({
      respond: ({ promptText }) => {
        const nonce = /<<<end ([0-9a-f]{6})>>>/.exec(promptText)?.[1] ?? "";
        return scriptedReply({ text: rest(nonce) });
      },
    });
    try {
      const client = testClient([
        targetAt(cutter.url("scripted")),
        targetAt(second.url("scripted"), { id: "second" }),
      ]);
      const { output: _output, tools: _tools, ...request } = modelRequest();
      const { files } = await askForFiles(client, { ...request, allowed: ["src/"] });
      expect(files).toEqual([whole]);
      expect(cutter.requests.length).toBeLessThanOrEqual(4);
      expect(second.requests).toHaveLength(1);
      const alone = testClient([targetAt(cutter.url("scripted"))]);
      const before = cutter.requests.length;
      const failed = askForFiles(alone, { ...request, allowed: ["src/"] });
      await expect(failed).rejects.toMatchObject({ exitCode: 4 });
      expect(cutter.requests.length - before).toBeLessThanOrEqual(6);
    } finally {
      await cutter.close();
      await second.close();
    }
  });
});

test("a continuation that does not join is not glued on", async () => {
  const { files, unfinished } = await filesFrom([
    (nonce) => ({ text: `<<<file ${nonce} src/a.ts>>>\none();\ntwo();\nth`, stop: "truncated" }),
    (nonce) => ({ text: `somewhere else();\n<<<end ${nonce}>>>` }),
  ]);
  expect(files).toEqual([]);
  expect(unfinished).toBe("src/a.ts");
});

test("a model that never ends is asked three times more and no further", async () => {
  const { files, unfinished, requests } = await filesFrom([
    (nonce) => ({ text: `<<<file ${nonce} src/a.ts>>>\none();\n`, stop: "truncated" }),
    () => ({ text: "one();\nagain();\none();\n", stop: "truncated" }),
  ]);
  expect(files).toEqual([]);
  expect(unfinished).toBe("src/a.ts");
  expect(requests.length).toBeLessThanOrEqual(4);
});

test.each([
  "../../etc/passwd",
  "/etc/passwd",
  "src/../package.json",
  "src/./a.ts",
  "src//a.ts",
  "C:\\windows\\a.ts",
  "src\\a.ts",
  "~/a.ts",
  "package.json",
  "srcfoo/a.ts",
  "src/",
  "src/a\tb.ts",
])("the path %j is refused and named", async (path) => {
  const { files, diagnostics } = await filesFrom([
    (nonce) => ({
      text:
        file(nonce, { path, body: "x();" }) + file(nonce, { path: "src/good.ts", body: "y();" }),
    }),
  ]);
  expect(files.map((good) => good.path)).toEqual(["src/good.ts"]);
  expect(diagnostics).toMatchObject([{ code: "model-path-refused", subject: { name: path } }]);
});

test("a file that is written twice is refused, whatever its case", async () => {
  const { files, diagnostics } = await filesFrom([
    (nonce) => ({
      text:
        file(nonce, { path: "src/a.ts", body: "x();" }) +
        file(nonce, { path: "src/A.ts", body: "y();" }),
    }),
  ]);
  expect(files.map(({ path }) => path)).toEqual(["src/a.ts"]);
  expect(diagnostics).toMatchObject([{ subject: { name: "src/A.ts" } }]);
});

test.each([
  "// ... rest of the code",
  "// ...existing imports",
  "-- existing policies here",
  "{/* ... other fields unchanged */}",
  "/* rest of the component */",
  "// your code here",
  "  ...",
  "# ... previous code remains",
])("a file with %j is not whole", async (line) => {
  const body = `first();\n${line}\nlast();`;
  const { files, diagnostics } = await filesFrom([
    (nonce) => ({ text: file(nonce, { path: "src/a.ts", body }) }),
  ]);
  expect(files).toEqual([]);
  expect(diagnostics).toMatchObject([
    { code: "model-file-abbreviated", subject: { file: "src/a.ts", line: 2 } },
  ]);
});

test.each([
  "const all = [...first, ...rest];",
  "// Sorts the rest by date.",
  'const label = "Loading ...";',
  "function f(...args: string[]) {}",
  "-- Existing rows keep their owner.",
])("a file with %j is whole", async (line) => {
  const { files } = await filesFrom([
    (nonce) => ({ text: file(nonce, { path: "src/a.ts", body: line }) }),
  ]);
  expect(files).toHaveLength(1);
});
