import fc from "fast-check";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLedger } from "../../src/models/ledger.ts";
import { scriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";
import { protocolNames } from "./model-call-fixtures.ts";

/** Texts that careless storage changes: other line ends, other spaces, halves of characters, control characters. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
  fc
    .array(
      fc.constantFrom("\r\n", "\n", "\t", " ", " ", "\uFEFF", "e\u0301", "é", "🌱", "\\", '"'),
      {
        minLength: 1,
        maxLength: 30,
      },
    )
    .map((parts) => `a${parts.join("")}`),
);

test("a replay gives what was recorded, byte for byte, with every protocol", async () => {
  let text = "";
  const server = await startModelServer({ respond: () => scriptedReply({ text }) });
  const folder = await temporaryFolder();
  let version = 0;
  try {
    await fc.assert(
      fc.asyncProperty(anyText, fc.constantFrom(...protocolNames), async (said, protocol) => {
        text = said.toWellFormed();
        version += 1;
        const request = modelRequest({ promptVersion: String(version) });
        const run = (mode: "record" | "replay") =>
          testClient([targetAt(server.url("scripted"), { protocol })], {
            ledger: createLedger(folder, { mode }),
          }).ask(request);
        const recorded = await run("record");
        const sent = server.requests.length;
        const replayed = await run("replay");
        expect(recorded.reply.text).toBe(text);
        expect(replayed.reply).toEqual(recorded.reply);
        expect(server.requests.length).toBe(sent);
      }),
      { numRuns: 60 },
    );
  } finally {
    await server.close();
  }
});

test("the same reply is the same file", async () => {
  const server = await startModelServer();
  const texts = [];
  try {
    for (let count = 0; count < 2; count += 1) {
      const folder = await temporaryFolder();
      const target = targetAt(server.url("json-200"));
      await testClient([target], { ledger: createLedger(folder) }).ask(modelRequest());
      const [name = ""] = await readdir(folder);
      const file = await readFile(join(folder, name), "utf8");
      texts.push([name, file.replace(/req_simulated_\d+/, "req_simulated")]);
    }
    expect(texts[0]).toEqual(texts[1]);
  } finally {
    await server.close();
  }
});
