import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { anthropicProtocol } from "./anthropic-protocol.ts";
import { answerWithFault, bodyFaults } from "./body-faults.ts";
import { checkLimits, modelList, type ServedModel } from "./model-list.ts";
import { openaiChatProtocol } from "./openai-chat-protocol.ts";
import { openaiResponsesProtocol } from "./openai-responses-protocol.ts";
import { isRecord, type ReceivedRequest, type ServerProtocol } from "./protocol.ts";
import { replyScenario, scriptedReply, type ScriptedReply } from "./scripted-reply.ts";
import { statusFault } from "./status-faults.ts";
import { streamFaults, withoutUsage, writeBlocks, writeStream } from "./write-stream.ts";

interface LoggedRequest extends ReceivedRequest {
  readonly protocol: ServerProtocol["name"];
  readonly scenario: string;
  /** Of the server's clock, in milliseconds since it started. */
  readonly startedAtMs: number;
  /** When the last byte of the answer was written or the connection ended; null before. */
  endedAtMs: number | null;
  /** All text of the request that a model would read. */
  readonly promptText: string;
}

export interface ModelServerOptions {
  /** Time before the headers, in milliseconds. Default: 0. */
  readonly latencyMs?: number;
  /** Time before each piece of text, in milliseconds. Default: 0. */
  readonly pieceDelayMs?: number;
  /** Headers of every answer, rate limits for example. */
  readonly headers?: (requestNumber: number) => Readonly<Record<string, string>>;
  /** Its models, listed and with their limits kept. Default: any model, without limits and without a list. */
  readonly models?: readonly ServedModel[];
  /** Answers of the scenario "scripted". */
  readonly respond?: (request: LoggedRequest) => ScriptedReply;
}

export interface ModelServer {
  /**
   * The address of a scenario, without `/v1`. A scenario is a name, or several joined by "+": the first request
   * gets the first, the last one repeats. Each call starts the count anew.
   */
  url(scenario: string): string;
  readonly requests: readonly LoggedRequest[];
  /** How often the list of models was asked for. */
  listRequests(): number;
  /** Most requests that were answered at the same time. */
  mostAtOnce(): number;
  close(): Promise<void>;
}

const protocols = [openaiChatProtocol, openaiResponsesProtocol, anthropicProtocol];

/**
 * A server on this machine that speaks the protocols of language model providers and is none: it says so in its
 * headers. Requests are checked as strictly as the providers do; faults are asked for by name in the address.
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const requests: LoggedRequest[] = [];
  const counts = new Map<string, number>();
  const startedAt = performance.now();
  let running = 0;
  let most = 0;
  let lists = 0;
  const server = createServer((request, response) => {
    running += 1;
    most = Math.max(most, running);
    response.once("close", () => (running -= 1));
    answer({ request, response }).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "text/plain" }).end(`model server: ${error}`);
    });
  });

  async function answer({ request, response }: Exchange): Promise<void> {
    const [pathname = "", query = ""] = (request.url ?? "").split("?");
    const [, run = "", ...rest] = pathname.split("/");
    const path = `/${rest.join("/")}`;
    if (request.method === "GET" && path === "/v1/models" && options.models !== undefined) {
      lists += 1;
      const isAnthropic = request.headers["anthropic-version"] !== undefined;
      const list = JSON.stringify(modelList(options.models, isAnthropic));
      response.writeHead(200, { "content-type": "application/json" }).end(list);
      return;
    }
    const protocol = protocols.find((candidate) => path.endsWith(candidate.path));
    if (protocol === undefined || request.method !== "POST") {
      response.writeHead(404, { "content-type": "text/html" }).end("<html>not found</html>");
      return;
    }
    const parsed: unknown = JSON.parse(await bodyText(request));
    const received: ReceivedRequest = {
      path,
      query,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: isRecord(parsed) ? parsed : {},
    };
    const scenarios = decodeURIComponent(run).split(".").slice(1).join(".").split("+");
    const count = counts.get(run) ?? 0;
    counts.set(run, count + 1);
    const scenario = scenarios[Math.min(count, scenarios.length - 1)] ?? "ok";
    const logged: LoggedRequest = {
      ...received,
      protocol: protocol.name,
      scenario,
      startedAtMs: performance.now() - startedAt,
      endedAtMs: null,
      promptText: texts(received.body).join("\n"),
    };
    requests.push(logged);
    response.once("close", () => (logged.endedAtMs = performance.now() - startedAt));
    response.setHeader("server", "simulated-model-server");
    response.setHeader("x-simulated", "true");
    response.setHeader("x-request-id", `req_simulated_${requests.length}`);
    response.setHeader("request-id", `req_simulated_${requests.length}`);
    for (const [name, value] of Object.entries(options.headers?.(requests.length) ?? {})) {
      response.setHeader(name, value);
    }
    if (options.latencyMs !== undefined) await sleep(options.latencyMs);
    await play({ request, response, protocol, logged });
  }

  async function play({ request, response, protocol, logged }: Play): Promise<void> {
    const { scenario } = logged;
    const status = statusFault(scenario);
    const limited = checkLimits(options.models ?? [], logged);
    const refusal = protocol.check(logged) ?? status?.refusal ?? limited;
    if (refusal !== null) {
      const isOurs = status?.refusal === refusal;
      response.writeHead(refusal.status, {
        "content-type": isOurs ? status.contentType : "application/json",
        ...(isOurs ? status.headers : {}),
      });
      const own = JSON.stringify(protocol.error(refusal));
      response.end(isOurs ? (status.rawBody ?? own) : own);
      return;
    }
    const reply = replyOf(scenario, logged);
    const whole = JSON.stringify(protocol.whole(reply, logged));
    const bodyFault = bodyFaults.find((name) => name === scenario);
    if (bodyFault !== undefined) {
      const told = {
        status: 200,
        code: "server_error",
        message: "Simulated error with status 200.",
      };
      const error = JSON.stringify(protocol.error(told));
      answerWithFault({ request, response, fault: bodyFault, whole, error });
      return;
    }
    const fault = reply.fault ?? streamFaults.find((name) => name === scenario) ?? null;
    if (logged.body["stream"] !== true || scenario.startsWith("json-200")) {
      response.writeHead(200, { "content-type": "application/json" });
      if (fault === "endless") await writeBlocks(response, whole.repeat(20));
      else response.end(fault === "no-usage" ? withoutUsage(whole) : whole);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    response.flushHeaders();
    await writeStream({
      response,
      protocol,
      frames: protocol.frames(reply, logged),
      fault,
      pieceDelayMs: options.pieceDelayMs ?? 0,
    });
  }

  function replyOf(scenario: string, logged: LoggedRequest): ScriptedReply {
    if (scenario === "scripted" && options.respond !== undefined) return options.respond(logged);
    const reply = replyScenario(scenario);
    if (reply !== null) return reply;
    const known = [...streamFaults, ...bodyFaults].some((name) => name === scenario);
    if (!known) throw new Error(`there is no scenario "${scenario}"`);
    return scriptedReply();
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  let runs = 0;
  return {
    url: (scenario) => `http://127.0.0.1:${port}/${(runs += 1)}.${encodeURIComponent(scenario)}`,
    requests,
    listRequests: () => lists,
    mostAtOnce: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Play extends Exchange {
  readonly protocol: ServerProtocol;
  readonly logged: LoggedRequest;
}

async function bodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** Every text in messages, instructions and system blocks. */
function texts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === "string"
      ? ["content", "text", "system", "instructions"].includes(name)
        ? [part]
        : []
      : ["messages", "input", "content", "system"].includes(name)
        ? texts(part)
        : [],
  );
}
