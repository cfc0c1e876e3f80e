import { expect, test } from "vitest";
import { askForFiles } from "../../src/models/ask-for-files.ts";
import { createLedger } from "../../src/models/ledger.ts";
import { scriptedReply, type ScriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";

type Part = (nonce: string) => Partial<ScriptedReply>;

/** Runs one request for files against replies that are given in order; the last one repeats. */
async function filesFrom(replies: readonly Part[], allowed: readonly string[] = ["src/"]) {
  const server = await startModelServer({
    respond: ({ promptText }) => {
      const nonce = /<<<end ([0-9a-f]{6})>>>/.exec(promptText)?.[1] ?? "";
      const part = replies[Math.min(server.requests.length, replies.length) - 1];
      return scriptedReply(part?.(nonce));
    },
  });
  const ledger = createLedger(await temporaryFolder());
  const client = testClient([targetAt(server.url("scripted"))], { ledger });
  const { output: _output, tools: _tools, ...request } = modelRequest();
  try {
    const answer = await askForFiles(client, { ...request, allowed });
    const calls = server.requests.length;
    const again = await askForFiles(client, { ...request, allowed });
    expect(again.files).toEqual(answer.files);
    expect(server.requests).toHaveLength(calls);
    return { ...answer, requests: server.requests };
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
