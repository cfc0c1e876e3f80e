import { afterAll, beforeAll } from "vitest";
import type { Ledger } from "../../src/models/ledger.ts";
import { scriptedReply } from "../support/model-server/scripted-reply.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { targetAt, testClient } from "../models/client-fixtures.ts";
import type { protocolNames } from "../models/model-call-fixtures.ts";

/** A simulated model that gives the answers of a test in their order; the last one repeats. */
export function simulatedModel() {
  let server: ModelServer;
  let answers: readonly unknown[] = [];
  let count = 0;
  beforeAll(async () => {
    server = await startModelServer({
      respond: () => {
        const answer = answers[Math.min(count, answers.length - 1)];
        count += 1;
        return scriptedReply({ text: JSON.stringify(answer) });
      },
    });
  });
  afterAll(() => server.close());
  return {
    /** A client of this model; `sent` are the texts that it was asked with, from now on. */
    answering(
      given: readonly unknown[],
      {
        protocol = "openai-chat",
        ledger = null,
      }: {
        readonly protocol?: (typeof protocolNames)[number];
        readonly ledger?: Ledger | null;
      } = {},
    ) {
      answers = given;
      count = 0;
      const before = server.requests.length;
      return {
        client: testClient([targetAt(server.url("scripted"), { protocol })], { ledger }),
        sent: () => server.requests.slice(before).map(({ promptText }) => promptText),
      };
    },
  };
}
