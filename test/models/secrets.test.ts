import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLedger } from "../../src/models/ledger.ts";
import { scriptedReply, type ScriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { modelRequest, targetAt, testClient } from "./client-fixtures.ts";
import { bothWays, protocolNames, testKey } from "./model-call-fixtures.ts";

const foreignKey = `sk-ant-${"x".repeat(24)}`;
const password = "hunter22hunter";
const secrets = [testKey, foreignKey, password];

/** A model that says secrets, and a client that knows only two of them; all that the client tells, in one text. */
async function asking(
  reply: Partial<ScriptedReply>,
  { protocol, canStream }: (typeof bothWays)[number],
) {
  const server = await startModelServer({ respond: () => scriptedReply(reply) });
  const folder = await temporaryFolder();
  const target = targetAt(server.url("scripted"), { protocol });
  const provider = { ...target.provider, traits: { ...target.provider.traits, canStream } };
  const client = testClient([{ ...target, provider }], {
    secrets: [password],
    ledger: createLedger(folder),
  });
  try {
    const answer = await client
      .ask(
        modelRequest({
          system: [`The password is ${password}.`],
          messages: [{ role: "user", text: `Use ${testKey}.` }],
        }),
      )
      .catch((error: unknown) => error);
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
    );
    const message = answer instanceof Error ? [answer.message, String(answer)] : [];
    const told = JSON.stringify([answer, message, client.attempts, files]);
    return { told, prompt: server.requests[0]?.promptText ?? "", body: server.requests[0]?.body };
  } finally {
    await server.close();
  }
}

const said = `Your key is ${testKey}, mine is ${foreignKey}, and ${password} is the password.`;
const tool = { name: "write_note", inputJson: JSON.stringify({ title: testKey, list: [said] }) };

const replies: readonly (readonly [string, Partial<ScriptedReply>])[] = [
  ["a reply", { text: said }],
  ["a tool call", { text: "", stop: "tool", tool }],
  ["a refusal", { text: said, stop: "refusal" }],
];

test.each(bothWays.flatMap((way) => replies.map(([name, reply]) => ({ ...way, name, reply }))))(
  "$protocol, $how: secrets in $name get nowhere",
  async ({ reply, ...way }) => {
    const { told, prompt, body } = await asking(reply, way);
    expect(told).toContain("[redacted]");
    for (const secret of secrets) expect(told).not.toContain(secret);
    expect(prompt).toContain("The password is [redacted].");
    expect(prompt).toContain("Use [redacted].");
    expect(JSON.stringify(body)).not.toContain(testKey);
  },
);

test.each(protocolNames)(
  "%s: an error that repeats the key is told without it",
  async (protocol) => {
    const server = await startModelServer();
    try {
      const client = testClient([targetAt(server.url("leaking-401"), { protocol })]);
      const error = await client.ask(modelRequest()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ exitCode: 4, message: expect.stringContaining("[redacted]") });
      const told = JSON.stringify([String(error), error, client.attempts]);
      expect(told).not.toContain(testKey);
    } finally {
      await server.close();
    }
  },
);
